/* The decoder's linear layers: few rows, so the time is that of reading the weights once. */
#include "linear.h"
#include "tiles.h"
#include "vectors.h"

#include <stdlib.h>

/* Rows at a time by vectors. */
#define MOST_ROWS 8
/* Fewer rows are read as fast as vectors multiply them. */
#define LEAST_TILE_ROWS 6

int pack_inputs(Inputs *packed, const float *x, int rows, int inputs) {
    int blocks = inputs / INPUT_BLOCK;
    size_t count = (size_t)rows * blocks;
    char *memory = malloc(count * (INPUT_BLOCK + sizeof(float) + sizeof(int32_t)));
    if (memory == NULL) {
        return -1;
    }
    *packed = (Inputs){
        .rows = rows,
        .scales = (float *)memory,
        .offsets = (int32_t *)(memory + count * sizeof(float)),
        .values = (int8_t *)(memory + count * (sizeof(float) + sizeof(int32_t)))};
    for (size_t block = 0; block < count; block++) {
        size_t at = block * INPUT_BLOCK;
        pack_64(x + at, packed->values + at, &packed->scales[block], &packed->offsets[block]);
    }
    return 0;
}

void free_inputs(Inputs *packed) { free(packed->scales); }

/* Adds the products of a block, which has a scale on both sides. */
static inline __m512 added(__m512 sum, __m512i products, __m512 scale, float row_scale) {
    return _mm512_fmadd_ps(_mm512_cvtepi32_ps(products), _mm512_mul_ps(scale, _mm512_set1_ps(row_scale)), sum);
}

/* Sixteen outputs of so many rows; the number is a constant wherever this is inlined. */
static inline __attribute__((always_inline)) void sixteen(
    const Linear *layer, const Inputs *x, float *out, int at, int first, const int rows) {
    int blocks = layer->inputs / INPUT_BLOCK;
    const uint8_t *weights = layer->weights + (size_t)at * OUTPUT_LANES * layer->inputs;
    const float *scales = layer->scales + (size_t)at * OUTPUT_LANES * blocks;
    __m512 sums[MOST_ROWS];
    __mmask16 there = first_lanes(layer->outputs - at * OUTPUT_LANES);
    __m512 bias = _mm512_maskz_loadu_ps(there, layer->bias + (size_t)at * OUTPUT_LANES);
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        sums[r] = bias;
    }
    for (int b = 0; b < blocks; b++) {
        __m512i products[MOST_ROWS];
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            products[r] = _mm512_set1_epi32(x->offsets[(size_t)(first + r) * blocks + b]);
        }
        for (int d = 0; d < INPUT_BLOCK; d += 4) {
            __m512i weight = _mm512_loadu_si512(weights + ((size_t)b * INPUT_BLOCK + d) * OUTPUT_LANES);
#pragma GCC unroll 8
            for (int r = 0; r < rows; r++) {
                const int8_t *value = x->values + (size_t)(first + r) * layer->inputs + b * INPUT_BLOCK + d;
                products[r] = _mm512_dpbusd_epi32(products[r], weight, four_bytes(value));
            }
        }
        __m512 scale = _mm512_loadu_ps(scales + (size_t)b * OUTPUT_LANES);
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            sums[r] = added(sums[r], products[r], scale, x->scales[(size_t)(first + r) * blocks + b]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        float *target = out + (size_t)(first + r) * layer->outputs + (size_t)at * OUTPUT_LANES;
        _mm512_mask_storeu_ps(target, there, sums[r]);
    }
}

#ifdef TILES
/* The same, of as many rows as tiles have. */
static void sixteen_by_tiles(const Linear *layer, const Inputs *x, float *out, int at, int first, int rows) {
    int blocks = layer->inputs / INPUT_BLOCK;
    const uint8_t *weights = layer->weights + (size_t)at * OUTPUT_LANES * layer->inputs;
    const float *scales = layer->scales + (size_t)at * OUTPUT_LANES * blocks;
    const int8_t *values = x->values + (size_t)first * layer->inputs;
    _Alignas(64) int32_t products[2][TILE_ROWS][OUTPUT_LANES];
    __m512 sums[TILE_ROWS];
    __mmask16 there = first_lanes(layer->outputs - at * OUTPUT_LANES);
    __m512 bias = _mm512_maskz_loadu_ps(there, layer->bias + (size_t)at * OUTPUT_LANES);
    for (int r = 0; r < rows; r++) {
        sums[r] = bias;
    }
    /* A block is added up while the next one is multiplied. */
    for (int b = 0; b <= blocks; b++) {
        if (b < blocks) {
            _tile_zero(0);
            LOAD_TILE(4, values + (size_t)b * INPUT_BLOCK, layer->inputs);
            LOAD_TILE(6, weights + (size_t)b * INPUT_BLOCK * OUTPUT_LANES, 64);
            _tile_dpbsud(0, 4, 6);
            _tile_stored(0, products[b % 2], 64);
        }
        for (int r = 0; b > 0 && r < rows; r++) {
            size_t block = (size_t)(first + r) * blocks + b - 1;
            __m512i offset = _mm512_set1_epi32(x->offsets[block]);
            __m512i whole = _mm512_add_epi32(_mm512_load_si512(products[1 - b % 2][r]), offset);
            __m512 scale = _mm512_loadu_ps(scales + (size_t)(b - 1) * OUTPUT_LANES);
            sums[r] = added(sums[r], whole, scale, x->scales[block]);
        }
    }
    for (int r = 0; r < rows; r++) {
        float *target = out + (size_t)(first + r) * layer->outputs + (size_t)at * OUTPUT_LANES;
        _mm512_mask_storeu_ps(target, there, sums[r]);
    }
}

static void linear_by_tiles(const Linear *layer, const Inputs *x, float *out, int first, int end) {
    int rows = x->rows < TILE_ROWS ? x->rows : TILE_ROWS;
    begin_tiles(rows);
    for (int at = first; at < end; at++) {
        for (int row = 0; row < x->rows; row += rows) {
            /* The last ones reach back to rows that have been computed: tiles are not cut. */
            sixteen_by_tiles(layer, x, out, at, row + rows <= x->rows ? row : x->rows - rows, rows);
        }
    }
    end_tiles();
}
#endif

void linear(const Linear *layer, const Inputs *x, float *out, int first, int end) {
#ifdef TILES
    if (tiles_used && x->rows >= LEAST_TILE_ROWS) {
        linear_by_tiles(layer, x, out, first, end);
        return;
    }
#endif
    for (int at = first; at < end; at++) {
        for (int row = 0; row < x->rows; row += MOST_ROWS) {
            switch (x->rows - row) {
                case 1: sixteen(layer, x, out, at, row, 1); break;
                case 2: sixteen(layer, x, out, at, row, 2); break;
                case 3: sixteen(layer, x, out, at, row, 3); break;
                case 4: sixteen(layer, x, out, at, row, 4); break;
                case 5: sixteen(layer, x, out, at, row, 5); break;
                case 6: sixteen(layer, x, out, at, row, 6); break;
                case 7: sixteen(layer, x, out, at, row, 7); break;
                default: sixteen(layer, x, out, at, row, 8);
            }
        }
    }
}
