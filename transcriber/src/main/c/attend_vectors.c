/* Attending with products of vectors: a few queries at once. */
#include "head.h"

/* Scores of FEW_QUERIES queries, not yet by the queries' scales; answers the largest of each lane. */
static void score(const Head *head, uint8_t queries[FEW_QUERIES][HEAD], __m512 *most) {
    for (int r = 0; r < FEW_QUERIES; r++) {
        most[r] = _mm512_set1_ps(NOTHING);
    }
    for (int j = 0; j < head->padded; j += BLOCK) {
        __m512i sums[FEW_QUERIES][4];
#pragma GCC unroll 4
        for (int b = 0; b < 4; b++) {
            __m512i offset = _mm512_load_si512(head->key_offsets + j + LANES * b);
#pragma GCC unroll 4
            for (int r = 0; r < FEW_QUERIES; r++) {
                sums[r][b] = offset;
            }
        }
        const int8_t *block = head->keys + (size_t)j * HEAD;
        for (int d = 0; d < HEAD / 4; d++) {
            __m512i key[4];
#pragma GCC unroll 4
            for (int b = 0; b < 4; b++) {
                key[b] = _mm512_load_si512(block + b * LANES * HEAD + d * 64);
            }
#pragma GCC unroll 4
            for (int r = 0; r < FEW_QUERIES; r++) {
                __m512i query = four_bytes(queries[r] + 4 * d);
#pragma GCC unroll 4
                for (int b = 0; b < 4; b++) {
                    sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], query, key[b]);
                }
            }
        }
#pragma GCC unroll 4
        for (int b = 0; b < 4; b++) {
            __m512 scale = _mm512_load_ps(head->key_scales + j + LANES * b);
            __mmask16 there = first_lanes(head->frames - j - LANES * b);
#pragma GCC unroll 4
            for (int r = 0; r < FEW_QUERIES; r++) {
                __m512 scores = scores_of(sums[r][b], scale, there);
                most[r] = _mm512_max_ps(most[r], scores);
                _mm512_store_ps(head->scores + (size_t)r * head->padded + j + LANES * b, scores);
            }
        }
    }
}

/* A row of scores as bytes in proportion to their probabilities, by places; answers the sum of the bytes. */
static int32_t probabilities(const Head *head, int r, int row, float factor, __m512 most) {
    const float *scores = head->scores + (size_t)r * head->padded;
    const float *dither = dither_of(head, row);
    uint8_t *bytes = head->probabilities + (size_t)r * head->padded;
    __m512 scale = _mm512_set1_ps(factor);
    __m512 offset = _mm512_set1_ps(-_mm512_reduce_max_ps(most) * factor);
    __m512i sum = _mm512_setzero_si512();
    for (int j = 0; j < head->padded; j += BLOCK) {
        __m512 block[4];
#pragma GCC unroll 4
        for (int b = 0; b < 4; b++) {
            block[b] = _mm512_load_ps(scores + j + LANES * b);
        }
        _mm512_store_si512(bytes + j, probable_bytes(block, dither + j, scale, offset, &sum));
    }
    return _mm512_reduce_add_epi32(sum);
}

void attend_by_vectors(const Head *head, const float *queries, int stride, float *out, int width, int first) {
    uint8_t bytes[FEW_QUERIES][HEAD];
    float scales[FEW_QUERIES];
    __m512 most[FEW_QUERIES];
    for (int r = 0; r < FEW_QUERIES; r++) {
        int row = first + r < head->frames ? first + r : head->frames - 1;
        scales[r] = pack_query(queries + (size_t)row * stride, bytes[r]);
    }
    score(head, bytes, most);
    float shares[FEW_QUERIES];
    for (int r = 0; r < FEW_QUERIES; r++) {
        shares[r] = 1.0f / probabilities(head, r, first + r, scales[r], most[r]);
    }
    __m512i sums[FEW_QUERIES][4];
#pragma GCC unroll 4
    for (int r = 0; r < FEW_QUERIES; r++) {
#pragma GCC unroll 4
        for (int c = 0; c < 4; c++) {
            sums[r][c] = _mm512_setzero_si512();
        }
    }
    for (int j = 0; j < head->padded; j += 4) {
        __m512i value[4];
#pragma GCC unroll 4
        for (int c = 0; c < 4; c++) {
            value[c] = _mm512_load_si512(head->values + (size_t)j * HEAD + 4 * LANES * c);
        }
#pragma GCC unroll 4
        for (int r = 0; r < FEW_QUERIES; r++) {
            __m512i weight = four_bytes(head->probabilities + (size_t)r * head->padded + j);
#pragma GCC unroll 4
            for (int c = 0; c < 4; c++) {
                sums[r][c] = _mm512_dpbusd_epi32(sums[r][c], weight, value[c]);
            }
        }
    }
#pragma GCC unroll 4
    for (int r = 0; r < FEW_QUERIES; r++) {
        if (first + r < head->frames) store_attended(head, sums[r], shares[r], out + (size_t)(first + r) * width);
    }
}
