#ifndef ROW_LINEAR_H
#define ROW_LINEAR_H

#include "packed.h"

#include <stdint.h>

/* Outputs are computed so many at a time. */
#define ROW_PANEL 32

/*
 * A linear layer for many rows, with 8-bit weights: [outputs / 16, inputs / 4, 16, 4], shifted by 128, and a scale for each
 * output. Inputs are whole blocks, outputs whole panels.
 */
typedef struct {
    const uint8_t *weights;
    const float *scales; /* [outputs] */
    const float *bias;   /* [outputs] */
    int inputs;
    int outputs;
} RowLinear;

/*
 * These answer 0, or -1 when there is no memory. Rows of floats are quantised each by itself, with a scale for each block.
 * x: [rows, inputs], out: [rows, outputs].
 */
int row_linear(const RowLinear *layer, const float *x, int rows, float *out);

/*
 * GELU (arXiv:1606.08415) of a convolution over three frames in steps of two; what lies before the first frame is zero.
 * x: [2 * frames, inputs / 3], out: [frames, outputs]; the layer's inputs are the three frames one after the other.
 */
int halving_convolution(const RowLinear *layer, const float *x, int frames, float *out);

/* contract(gelu(expand(x))); what lies between is quantised by rows and blocks as well. Expand's outputs are whole blocks. */
int feed_forward(const RowLinear *expand, const RowLinear *contract, const float *x, int rows, float *out);

#endif
