#ifndef LINEAR_H
#define LINEAR_H

#include "packed.h"

#include <stdint.h>

/*
 * A linear layer with 8-bit weights: weights [outputs / 16, inputs / 4, 16, 4], shifted by 128, and a scale for each output
 * and 64 inputs, [outputs / 16, inputs / 64, 16]; outputs are filled up to whole sixteens.
 */
typedef struct {
    const uint8_t *weights;
    const float *scales;
    const float *bias; /* [outputs] */
    int inputs;
    int outputs;
} Linear;

/* Rows of inputs in 8 bits, with a scale for each row and 64 inputs: a row's result depends on no other row. */
typedef struct {
    int rows;
    int8_t *values;   /* [rows, inputs] */
    float *scales;    /* [rows, inputs / 64] */
    int32_t *offsets; /* [rows, inputs / 64]: what weights that are shifted by 128 add too much */
} Inputs;

/* x: float [rows, inputs]. Returns 0, or -1 when there is no memory. */
int pack_inputs(Inputs *packed, const float *x, int rows, int inputs);
void free_inputs(Inputs *packed);

/* Outputs from 16 * first up to 16 * end, or the last, of all rows; out: float [rows, outputs]. */
void linear(const Linear *layer, const Inputs *x, float *out, int first, int end);

#endif
