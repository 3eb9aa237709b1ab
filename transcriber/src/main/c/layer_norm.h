#ifndef LAYER_NORM_H
#define LAYER_NORM_H

/*
 * Layer normalisation (arXiv:1607.06450) of each row by itself, epsilon 1e-5. x and out: float [rows, width], gain and shift
 * [width]; the width is a multiple of 16. ONNX Runtime's own divides once for every number.
 */
void layer_norm(const float *x, int rows, int width, const float *gain, const float *shift, float *out);

#endif
