/*
 * The encoder's linear layers: many rows, so the time is that of the products. A few rows by two vectors of outputs are kept
 * in registers, or four tiles; a chunk of rows is taken through the whole layer at a time, so that it stays in the cache.
 */
#include "row_linear.h"
#include "tiles.h"
#include "vectors.h"

#include <stdlib.h>

/* With two vectors of outputs: whole numbers, sums, weights and a broadcast fit the 32 registers. */
#define FEW 6
/* Rows by tiles: two tiles of rows by two of outputs take the fewest loads. */
#define MANY (2 * TILE_ROWS)
/* Rows at a time by tiles: the more, the less often the weights come from outside of the cache. By vectors: whole few. */
#define CHUNK (4 * MANY)
#define VECTOR_CHUNK (8 * FEW)

/* Rows of inputs in 8 bits. A block of all rows lies together, as it is read. */
typedef struct {
    int blocks;
    int8_t *values;   /* [blocks, CHUNK, INPUT_BLOCK] */
    float *scales;    /* [blocks, CHUNK] */
    int32_t *offsets; /* [blocks, CHUNK]: what weights that are shifted by 128 add too much */
} Rows;

static size_t bytes_of(int inputs) {
    return (size_t)CHUNK * (inputs + inputs / INPUT_BLOCK * (sizeof(float) + sizeof(int32_t)));
}

static Rows rows_in(char *memory, int inputs) {
    int blocks = inputs / INPUT_BLOCK;
    char *scales = memory + (size_t)CHUNK * inputs;
    return (Rows){
        .blocks = blocks,
        .values = (int8_t *)memory,
        .scales = (float *)scales,
        .offsets = (int32_t *)(scales + (size_t)CHUNK * blocks * sizeof(float))};
}

static void pack_block(const Rows *rows, int row, int block, const float *from) {
    size_t at = (size_t)block * CHUNK + row;
    pack_64(from, rows->values + at * INPUT_BLOCK, &rows->scales[at], &rows->offsets[at]);
}

/* Rows behind the last one keep what was there: their results are not used. */
static void pack(const Rows *rows, const float *x, size_t stride, int count) {
    for (int row = 0; row < count; row++) {
        for (int block = 0; block < rows->blocks; block++) {
            pack_block(rows, row, block, x + row * stride + (size_t)block * INPUT_BLOCK);
        }
    }
}

/* Rows at a time, of the CHUNK that there is room for. */
static int chunk(void) { return tiles_used ? CHUNK : VECTOR_CHUNK; }

static int smaller(int one, int other) { return one < other ? one : other; }

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

static inline __attribute__((always_inline)) void store_output(
    float *to, __m512 sum, __m512 scale, __m512 bias, const int with_gelu) {
    __m512 value = _mm512_fmadd_ps(sum, scale, bias);
    _mm512_storeu_ps(to, with_gelu ? gelu(value) : value);
}

/* A panel's outputs of a few rows; row r goes to out + r * stride. */
static inline __attribute__((always_inline)) void few_rows(
    const RowLinear *layer, const Rows *x, int first, int panel, float *out, size_t stride, int rows, const int with_gelu) {
    const uint8_t *low = layer->weights + (size_t)panel * ROW_PANEL * layer->inputs;
    const uint8_t *high = low + (size_t)OUTPUT_LANES * layer->inputs;
    __m512 sums[FEW][2];
#pragma GCC unroll 6
    for (int r = 0; r < FEW; r++) {
        sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    }
    for (int b = 0; b < x->blocks; b++) {
        size_t at = (size_t)b * CHUNK + first;
        const int8_t *values = x->values + at * INPUT_BLOCK;
        __m512i products[FEW][2];
#pragma GCC unroll 6
        for (int r = 0; r < FEW; r++) {
            products[r][0] = products[r][1] = _mm512_set1_epi32(x->offsets[at + r]);
        }
#pragma GCC unroll 4
        for (int d = 0; d < INPUT_BLOCK; d += 4) {
            __m512i weights[2] = {_mm512_loadu_si512(low), _mm512_loadu_si512(high)};
            low += 4 * OUTPUT_LANES;
            high += 4 * OUTPUT_LANES;
#pragma GCC unroll 6
            for (int r = 0; r < FEW; r++) {
                __m512i value = four_bytes(values + r * INPUT_BLOCK + d);
                add_products(&products[r][0], weights[0], value);
                add_products(&products[r][1], weights[1], value);
            }
        }
#pragma GCC unroll 6
        for (int r = 0; r < FEW; r++) {
            __m512 scale = _mm512_set1_ps(x->scales[at + r]);
            sums[r][0] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(products[r][0]), scale, sums[r][0]);
            sums[r][1] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(products[r][1]), scale, sums[r][1]);
        }
    }
#pragma GCC unroll 2
    for (int c = 0; c < 2; c++) {
        __m512 scale = _mm512_loadu_ps(layer->scales + panel * ROW_PANEL + OUTPUT_LANES * c);
        __m512 bias = _mm512_loadu_ps(layer->bias + panel * ROW_PANEL + OUTPUT_LANES * c);
#pragma GCC unroll 6
        for (int r = 0; r < FEW; r++) {
            if (r < rows) store_output(out + r * stride + OUTPUT_LANES * c, sums[r][c], scale, bias, with_gelu);
        }
    }
}

#ifdef TILES
/* Products of a block of inputs, which is a tile wide. */
static inline void multiply(
    const uint8_t *low, const uint8_t *high, const int8_t *values, int32_t products[MANY][ROW_PANEL]) {
    const int8_t *lower = values + TILE_ROWS * INPUT_BLOCK;
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    LOAD_TILE(4, values, INPUT_BLOCK);
    LOAD_TILE(5, lower, INPUT_BLOCK);
    LOAD_TILE(6, low, 64);
    LOAD_TILE(7, high, 64);
    _tile_dpbsud(0, 4, 6);
    _tile_dpbsud(1, 4, 7);
    _tile_dpbsud(2, 5, 6);
    _tile_dpbsud(3, 5, 7);
    _tile_stored(0, &products[0][0], sizeof *products);
    _tile_stored(1, &products[0][OUTPUT_LANES], sizeof *products);
    _tile_stored(2, &products[TILE_ROWS][0], sizeof *products);
    _tile_stored(3, &products[TILE_ROWS][OUTPUT_LANES], sizeof *products);
}

/* Adds a block's products to the sums, which begin with the first. */
static inline __attribute__((always_inline)) void add(
    const float *scales, const int32_t *offsets, int32_t products[MANY][ROW_PANEL], float sums[MANY][ROW_PANEL],
    const int begins) {
#pragma GCC unroll 4
    for (int r = 0; r < MANY; r++) {
        __m512i offset = _mm512_set1_epi32(offsets[r]);
        __m512 scale = _mm512_set1_ps(scales[r]);
#pragma GCC unroll 2
        for (int c = 0; c < ROW_PANEL; c += OUTPUT_LANES) {
            __m512i whole = _mm512_add_epi32(_mm512_load_si512(&products[r][c]), offset);
            __m512 sum = begins ? _mm512_setzero_ps() : _mm512_load_ps(&sums[r][c]);
            _mm512_store_ps(&sums[r][c], _mm512_fmadd_ps(_mm512_cvtepi32_ps(whole), scale, sum));
        }
    }
}

/* As few_rows, by tiles. A block is added up while the next one is multiplied. */
static inline __attribute__((always_inline)) void many_rows(
    const RowLinear *layer, const Rows *x, int first, int panel, float *out, size_t stride, int rows, const int with_gelu) {
    const uint8_t *low = layer->weights + (size_t)panel * ROW_PANEL * layer->inputs;
    const uint8_t *high = low + (size_t)OUTPUT_LANES * layer->inputs;
    _Alignas(64) int32_t products[2][MANY][ROW_PANEL];
    _Alignas(64) float sums[MANY][ROW_PANEL];
    multiply(low, high, x->values + (size_t)first * INPUT_BLOCK, products[0]);
    for (int b = 0; b < x->blocks; b++) {
        size_t at = (size_t)b * CHUNK + first;
        if (b + 1 < x->blocks) {
            size_t weight = (size_t)(b + 1) * INPUT_BLOCK * OUTPUT_LANES;
            multiply(low + weight, high + weight, x->values + (at + CHUNK) * INPUT_BLOCK, products[1 - b % 2]);
        }
        if (b == 0) {
            add(x->scales + at, x->offsets + at, products[0], sums, 1);
        } else {
            add(x->scales + at, x->offsets + at, products[b % 2], sums, 0);
        }
    }
    for (int c = 0; c < ROW_PANEL; c += OUTPUT_LANES) {
        __m512 scale = _mm512_loadu_ps(layer->scales + panel * ROW_PANEL + c);
        __m512 bias = _mm512_loadu_ps(layer->bias + panel * ROW_PANEL + c);
        for (int r = 0; r < rows; r++) {
            store_output(out + r * stride + c, _mm512_load_ps(&sums[r][c]), scale, bias, with_gelu);
        }
    }
}
#endif

/* A panel of all rows of a chunk. */
static inline __attribute__((always_inline)) void panel_of(
    const RowLinear *layer, const Rows *x, int rows, int panel, float *out, size_t stride, const int with_gelu) {
#ifdef TILES
    if (tiles_used) {
        for (int row = 0; row < rows; row += MANY) {
            many_rows(layer, x, row, panel, out + row * stride, stride, smaller(MANY, rows - row), with_gelu);
        }
        return;
    }
#endif
    for (int row = 0; row < rows; row += FEW) {
        few_rows(layer, x, row, panel, out + row * stride, stride, rows - row, with_gelu);
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

static inline __attribute__((always_inline)) int all_rows(
    const RowLinear *layer, const float *x, size_t stride, int rows, float *out, const int with_gelu) {
    char *memory = memory_of(bytes_of(layer->inputs));
    if (memory == NULL) {
        return -1;
    }
    Rows packed = rows_in(memory, layer->inputs);
    begin_tiles(TILE_ROWS);
    for (int first = 0; first < rows; first += chunk()) {
        int count = smaller(chunk(), rows - first);
        pack(&packed, x + first * stride, stride, count);
        layer_of(layer, &packed, count, out + (size_t)first * layer->outputs, with_gelu);
    }
    end_tiles();
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
    float block[CHUNK * INPUT_BLOCK];
    begin_tiles(TILE_ROWS);
    for (int first = 0; first < rows; first += chunk()) {
        int count = smaller(chunk(), rows - first);
        pack(&packed, x + (size_t)first * expand->inputs, expand->inputs, count);
        for (int b = 0; b < between.blocks; b++) {
            for (int p = 0; p < INPUT_BLOCK / ROW_PANEL; p++) {
                int panel = b * (INPUT_BLOCK / ROW_PANEL) + p;
                panel_of(expand, &packed, count, panel, block + p * ROW_PANEL, INPUT_BLOCK, 1);
            }
            for (int row = 0; row < count; row++) {
                pack_block(&between, row, b, block + row * INPUT_BLOCK);
            }
        }
        layer_of(contract, &between, count, out + (size_t)first * contract->outputs, 0);
    }
    end_tiles();
    free(memory);
    return 0;
}
