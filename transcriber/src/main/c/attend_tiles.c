/* Attending with products of tiles: many queries at once, to the same numbers as by vectors. */
#include "head.h"
#include "tiles.h"

#ifdef TILES

/* Products of a block of keys with the queries in tile 4: to where their scores will be. */
static inline void multiply_keys(const Head *head, int j, float *scores) {
    const int8_t *keys = head->keys + (size_t)j * HEAD;
    /* The same offsets for each query. */
    LOAD_TILE(0, head->key_offsets + j, 0);
    LOAD_TILE(1, head->key_offsets + j + LANES, 0);
    LOAD_TILE(2, head->key_offsets + j + 2 * LANES, 0);
    LOAD_TILE(3, head->key_offsets + j + 3 * LANES, 0);
    LOAD_TILE(5, keys, 64);
    LOAD_TILE(6, keys + LANES * HEAD, 64);
    LOAD_TILE(7, keys + 2 * LANES * HEAD, 64);
    _tile_dpbusd(0, 4, 5);
    _tile_dpbusd(1, 4, 6);
    _tile_dpbusd(2, 4, 7);
    LOAD_TILE(5, keys + 3 * LANES * HEAD, 64);
    _tile_dpbusd(3, 4, 5);
    _tile_stored(0, scores, 64);
    _tile_stored(1, scores + MANY_QUERIES * LANES, 64);
    _tile_stored(2, scores + 2 * MANY_QUERIES * LANES, 64);
    _tile_stored(3, scores + 3 * MANY_QUERIES * LANES, 64);
}

/*
 * Scores, [padded / 16, MANY_QUERIES, 16], not yet by the queries' scales; the largest of each lane. A block is scaled while
 * the next one is multiplied.
 */
static void score(const Head *head, uint8_t queries[MANY_QUERIES][HEAD], __m512 *largest) {
    __m512 most[MANY_QUERIES];
#pragma GCC unroll 16
    for (int r = 0; r < MANY_QUERIES; r++) {
        most[r] = _mm512_set1_ps(NOTHING);
    }
    LOAD_TILE(4, queries, HEAD);
    multiply_keys(head, 0, head->scores);
    for (int j = 0; j < head->padded; j += BLOCK) {
        int next = j + BLOCK;
        if (next < head->padded) multiply_keys(head, next, head->scores + (size_t)next * MANY_QUERIES);
        for (int k = j; k < next; k += LANES) {
            __m512 scale = _mm512_load_ps(head->key_scales + k);
            __mmask16 there = first_lanes(head->frames - k);
            float *scores = head->scores + (size_t)k * MANY_QUERIES;
#pragma GCC unroll 16
            for (int r = 0; r < MANY_QUERIES; r++) {
                __m512 here = scores_of(_mm512_load_si512(scores + r * LANES), scale, there);
                most[r] = _mm512_max_ps(most[r], here);
                _mm512_store_ps(scores + r * LANES, here);
            }
        }
    }
#pragma GCC unroll 16
    for (int r = 0; r < MANY_QUERIES; r++) {
        largest[r] = most[r];
    }
}

/* Adds a block of values, by their probabilities, to tiles 0 to 3. */
static inline void multiply_values(const int8_t *values, uint8_t probabilities[MANY_QUERIES][BLOCK]) {
    LOAD_TILE(4, probabilities, BLOCK);
    LOAD_TILE(5, values, 4 * HEAD);
    LOAD_TILE(6, values + 4 * LANES, 4 * HEAD);
    LOAD_TILE(7, values + 8 * LANES, 4 * HEAD);
    _tile_dpbusd(0, 4, 5);
    _tile_dpbusd(1, 4, 6);
    _tile_dpbusd(2, 4, 7);
    LOAD_TILE(5, values + 12 * LANES, 4 * HEAD);
    _tile_dpbusd(3, 4, 5);
}

void attend_by_tiles(const Head *head, const float *queries, int stride, float *out, int width, int first) {
    _Alignas(64) uint8_t bytes[MANY_QUERIES][HEAD];
    _Alignas(64) uint8_t probabilities[2][MANY_QUERIES][BLOCK];
    _Alignas(64) int32_t attended[MANY_QUERIES][HEAD];
    float scales[MANY_QUERIES];
    float offsets[MANY_QUERIES];
    const float *dithers[MANY_QUERIES];
    __m512 most[MANY_QUERIES];
    __m512i sums[MANY_QUERIES];
    for (int r = 0; r < MANY_QUERIES; r++) {
        int row = first + r < head->frames ? first + r : head->frames - 1;
        scales[r] = pack_query(queries + (size_t)row * stride, bytes[r]);
        dithers[r] = dither_of(head, first + r);
        sums[r] = _mm512_setzero_si512();
    }
    score(head, bytes, most);
    for (int r = 0; r < MANY_QUERIES; r++) {
        offsets[r] = -_mm512_reduce_max_ps(most[r]) * scales[r];
    }
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (int j = 0; j < head->padded; j += BLOCK) {
        uint8_t (*block)[BLOCK] = probabilities[j / BLOCK % 2];
        const float *scores = head->scores + (size_t)j * MANY_QUERIES;
        for (int r = 0; r < MANY_QUERIES; r++) {
            __m512 row[4];
#pragma GCC unroll 4
            for (int b = 0; b < 4; b++) {
                row[b] = _mm512_load_ps(scores + (MANY_QUERIES * b + r) * LANES);
            }
            __m512i packed =
                probable_bytes(row, dithers[r] + j, _mm512_set1_ps(scales[r]), _mm512_set1_ps(offsets[r]), &sums[r]);
            _mm512_store_si512(block[r], packed);
        }
        multiply_values(head->values + (size_t)j * HEAD, block);
    }
    _tile_stored(0, &attended[0][0], sizeof *attended);
    _tile_stored(1, &attended[0][LANES], sizeof *attended);
    _tile_stored(2, &attended[0][2 * LANES], sizeof *attended);
    _tile_stored(3, &attended[0][3 * LANES], sizeof *attended);
    for (int r = 0; r < MANY_QUERIES && first + r < head->frames; r++) {
        __m512i row[4];
#pragma GCC unroll 4
        for (int c = 0; c < 4; c++) {
            row[c] = _mm512_load_si512(&attended[r][LANES * c]);
        }
        float share = 1.0f / _mm512_reduce_add_epi32(sums[r]);
        store_attended(head, row, share, out + (size_t)(first + r) * width);
    }
}

#endif
