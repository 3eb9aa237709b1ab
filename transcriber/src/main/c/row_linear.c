/*
 * The encoder's linear layers: many rows, so the time is that of the products. A few rows by two vectors of outputs are kept
 * in registers; a chunk of rows is taken through the whole layer at a time, so that it stays in the cache.
 */
#include "row_linear.h"
#include "vectors.h"

#include <stdlib.h>

/* With two vectors of outputs: whole numbers, sums, weights and a broadcast fit the 32 registers. */
#define TILE 6
/* Rows at a time: whole tiles. */
#define CHUNK 48

/* Rows of inputs in 8 bits. */
typedef struct {
    int inputs;
    int blocks;
    int8_t *values;   /* [CHUNK, inputs] */
    float *scales;    /* [CHUNK, blocks] */
    int32_t *offsets; /* [CHUNK, blocks]: what weights that are shifted by 128 add too much */
} Rows;

static size_t bytes_of(int inputs) {
    return (size_t)CHUNK * (inputs + inputs / ROW_BLOCK * (sizeof(float) + sizeof(int32_t)));
}

static Rows rows_in(char *memory, int inputs) {
    int blocks = inputs / ROW_BLOCK;
    char *scales = memory + (size_t)CHUNK * inputs;
    return (Rows){
        .inputs = inputs,
        .blocks = blocks,
        .values = (int8_t *)memory,
        .scales = (float *)scales,
        .offsets = (int32_t *)(scales + (size_t)CHUNK * blocks * sizeof(float))};
}

static void pack_block(const Rows *rows, int row, int block, const float *from) {
    size_t at = (size_t)row * rows->blocks + block;
    pack_bytes(from, ROW_BLOCK, rows->values + at * ROW_BLOCK, &rows->scales[at], &rows->offsets[at]);
}

/* Rows behind the last one keep what was there: their results are not used. */
static void pack(const Rows *rows, const float *x, size_t stride, int count) {
    for (int row = 0; row < count; row++) {
        for (int block = 0; block < rows->blocks; block++) {
            pack_block(rows, row, block, x + row * stride + (size_t)block * ROW_BLOCK);
        }
    }
}

/* x * Phi(x), Phi by Abramowitz and Stegun 7.1.26: absolute error below 1e-4. */
static inline __m512 gelu(__m512 x) {
    __m512 z = _mm512_mul_ps(_mm512_abs_ps(x), _mm512_set1_ps(0.70710678f));
    __m512 t = _mm512_rcp14_ps(_mm512_fmadd_ps(z, _mm512_set1_ps(0.3275911f), _mm512_set1_ps(1)));
    __m512 p = _mm512_fmadd_ps(_mm512_set1_ps(1.061405429f), t, _mm512_set1_ps(-1.453152027f));
    p = _mm512_fmadd_ps(p, t, _mm512_set1_ps(1.421413741f));
    p = _mm512_fmadd_ps(p, t, _mm512_set1_ps(-0.284496736f));
    p = _mm512_mul_ps(_mm512_fmadd_ps(p, t, _mm512_set1_ps(0.254829592f)), t);
    __m512 power = power_of_two(_mm512_mul_ps(_mm512_mul_ps(z, z), _mm512_set1_ps(-1.44269504f)));
    /* Half of 1 - erf(|z|): what x keeps below zero, and loses above. */
    __m512 tail = _mm512_mul_ps(_mm512_mul_ps(p, power), _mm512_set1_ps(0.5f));
    __m512 above = _mm512_fnmadd_ps(x, tail, x);
    __mmask16 negative = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
    return _mm512_mask_mul_ps(above, negative, x, tail);
}

/* A panel's outputs of TILE rows; row r goes to out + r * stride. */
static inline __attribute__((always_inline)) void tile(
    const RowLinear *layer, const Rows *x, int first, int panel, float *out, size_t stride, int rows, const int with_gelu) {
    const uint8_t *low = layer->weights + (size_t)panel * ROW_PANEL * layer->inputs;
    const uint8_t *high = low + (size_t)ROW_LANES * layer->inputs;
    const int8_t *values = x->values + (size_t)first * x->inputs;
    __m512 sums[TILE][2];
#pragma GCC unroll 6
    for (int r = 0; r < TILE; r++) {
        sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    }
    for (int b = 0; b < x->blocks; b++) {
        __m512i products[TILE][2];
#pragma GCC unroll 6
        for (int r = 0; r < TILE; r++) {
            products[r][0] = products[r][1] = _mm512_set1_epi32(x->offsets[(size_t)(first + r) * x->blocks + b]);
        }
#pragma GCC unroll 4
        for (int d = 0; d < ROW_BLOCK; d += 4) {
            __m512i weights[2] = {_mm512_loadu_si512(low), _mm512_loadu_si512(high)};
            low += 4 * ROW_LANES;
            high += 4 * ROW_LANES;
#pragma GCC unroll 6
            for (int r = 0; r < TILE; r++) {
                __m512i value = four_bytes(values + (size_t)r * x->inputs + d);
                add_products(&products[r][0], weights[0], value);
                add_products(&products[r][1], weights[1], value);
            }
        }
        values += ROW_BLOCK;
#pragma GCC unroll 6
        for (int r = 0; r < TILE; r++) {
            __m512 scale = _mm512_set1_ps(x->scales[(size_t)(first + r) * x->blocks + b]);
            sums[r][0] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(products[r][0]), scale, sums[r][0]);
            sums[r][1] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(products[r][1]), scale, sums[r][1]);
        }
    }
#pragma GCC unroll 2
    for (int c = 0; c < 2; c++) {
        __m512 scale = _mm512_loadu_ps(layer->scales + panel * ROW_PANEL + ROW_LANES * c);
        __m512 bias = _mm512_loadu_ps(layer->bias + panel * ROW_PANEL + ROW_LANES * c);
#pragma GCC unroll 6
        for (int r = 0; r < TILE; r++) {
            if (r < rows) {
                __m512 value = _mm512_fmadd_ps(sums[r][c], scale, bias);
                _mm512_storeu_ps(out + r * stride + ROW_LANES * c, with_gelu ? gelu(value) : value);
            }
        }
    }
}

/* A panel of all rows of a chunk. */
static inline __attribute__((always_inline)) void panel_of(
    const RowLinear *layer, const Rows *x, int rows, int panel, float *out, size_t stride, const int with_gelu) {
    for (int row = 0; row < rows; row += TILE) {
        tile(layer, x, row, panel, out + row * stride, stride, rows - row, with_gelu);
    }
}

/* The whole layer of a chunk; out: [rows, outputs]. */
static inline __attribute__((always_inline)) void layer_of(
    const RowLinear *layer, const Rows *x, int rows, float *out, const int with_gelu) {
    for (int panel = 0; panel < layer->outputs / ROW_PANEL; panel++) {
        panel_of(layer, x, rows, panel, out + panel * ROW_PANEL, layer->outputs, with_gelu);
    }
}

/* Zeros, so that rows behind the last one are numbers. */
static char *memory_of(size_t bytes) {
    char *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
    return memory == NULL ? NULL : memset(memory, 0, bytes);
}

static int smaller(int one, int other) { return one < other ? one : other; }

static inline __attribute__((always_inline)) int all_rows(
    const RowLinear *layer, const float *x, size_t stride, int rows, float *out, const int with_gelu) {
    char *memory = memory_of(bytes_of(layer->inputs));
    if (memory == NULL) {
        return -1;
    }
    Rows packed = rows_in(memory, layer->inputs);
    for (int first = 0; first < rows; first += CHUNK) {
        int count = smaller(CHUNK, rows - first);
        pack(&packed, x + first * stride, stride, count);
        layer_of(layer, &packed, count, out + (size_t)first * layer->outputs, with_gelu);
    }
    free(memory);
    return 0;
}

int row_linear(const RowLinear *layer, const float *x, int rows, float *out) {
    return all_rows(layer, x, layer->inputs, rows, out, 0);
}

int halving_convolution(const RowLinear *layer, const float *x, int frames, float *out) {
    size_t channels = layer->inputs / 3;
    float *first = calloc(layer->inputs, sizeof(float));
    if (first == NULL) {
        return -1;
    }
    memcpy(first + channels, x, 2 * channels * sizeof(float));
    int failed = all_rows(layer, first, layer->inputs, 1, out, 1)
                 || all_rows(layer, x + channels, 2 * channels, frames - 1, out + layer->outputs, 1);
    free(first);
    return failed ? -1 : 0;
}

int feed_forward(const RowLinear *expand, const RowLinear *contract, const float *x, int rows, float *out) {
    char *memory = memory_of(bytes_of(expand->inputs) + bytes_of(contract->inputs));
    if (memory == NULL) {
        return -1;
    }
    Rows packed = rows_in(memory, expand->inputs);
    Rows between = rows_in(memory + bytes_of(expand->inputs), contract->inputs);
    float block[CHUNK * ROW_BLOCK];
    for (int first = 0; first < rows; first += CHUNK) {
        int count = smaller(CHUNK, rows - first);
        pack(&packed, x + (size_t)first * expand->inputs, expand->inputs, count);
        for (int b = 0; b < between.blocks; b++) {
            for (int p = 0; p < ROW_BLOCK / ROW_PANEL; p++) {
                int panel = b * (ROW_BLOCK / ROW_PANEL) + p;
                panel_of(expand, &packed, count, panel, block + p * ROW_PANEL, ROW_BLOCK, 1);
            }
            for (int row = 0; row < count; row++) {
                pack_block(&between, row, b, block + row * ROW_BLOCK);
            }
        }
        layer_of(contract, &between, count, out + (size_t)first * contract->outputs, 0);
    }
    free(memory);
    return 0;
}
