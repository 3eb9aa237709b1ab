/* What the operators have in common: reading inputs, making outputs, refusing, and how they are described. */
#ifndef OPERATOR_H
#define OPERATOR_H

#include "ort_abi.h"

#include <immintrin.h>

#define TRY(call)                    \
    do {                             \
        OrtStatus *failure = call;   \
        if (failure) return failure; \
    } while (0)

#define MOST_INPUTS 7
#define MOST_OUTPUTS 2

/* An operator, as ONNX Runtime sees it, and what that is made from. */
typedef struct {
    OrtOperator base;
    const char *name;
    OrtStatus *(*compute)(OrtContext *context);
    size_t inputs;
    size_t outputs;
    int input_types[MOST_INPUTS];
    int output_types[MOST_OUTPUTS];
} Operator;

/* ONNX Runtime's functions, once the library is registered. */
extern const OrtApi *api;

OrtStatus *invalid(const char *message);
OrtStatus *out_of_memory(void);

/* An input of so many dimensions: their sizes, and where its data lie. */
OrtStatus *read_input(OrtContext *context, size_t index, const void **data, int64_t *sizes, size_t dimensions);
OrtStatus *make_output(OrtContext *context, size_t index, const int64_t *sizes, size_t dimensions, void **data);

/* The computations; what each takes and gives stands in operators.c. */
OrtStatus *compute_self_attention(OrtContext *context);
OrtStatus *compute_linear_rows(OrtContext *context);
OrtStatus *compute_feed_forward(OrtContext *context);
OrtStatus *compute_halving_convolution(OrtContext *context);
OrtStatus *compute_cross_frames(OrtContext *context);
OrtStatus *compute_cross_attention(OrtContext *context);
OrtStatus *compute_linear(OrtContext *context);
OrtStatus *compute_layer_norm(OrtContext *context);

/*
 * Numbers below 1e-38 count as zero while something is computed, on each thread that does: some processors take a hundred
 * cycles for one. Answers what end_flushing is to put back.
 */
static inline unsigned begin_flushing(void) {
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | _MM_FLUSH_ZERO_ON | 0x40 /* denormals are zeros */);
    return before;
}

static inline void end_flushing(unsigned before) { _mm_setcsr(before); }

#endif
