/* One head of the encoder's attention, packed, and what attending by vectors and by tiles have in common. */
#ifndef HEAD_H
#define HEAD_H

#include "attention.h"
#include "vectors.h"

/* Keys at once. */
#define BLOCK 64
#define LANES 16
#define DITHER 64
#define MOST_PROBABLE 254

typedef struct {
    int frames;
    int padded;              /* frames, in whole blocks */
    int8_t *keys;            /* [padded / 16, 16, 16, 4]: blocks of 16 keys, 4 channels of each side by side */
    float *key_scales;       /* [padded] */
    int32_t *key_offsets;    /* [padded]: what queries that are shifted by 128 add too much */
    int8_t *values;          /* [padded / 4, 64, 4]: 4 keys' values of a channel side by side, by places */
    float value_scales[HEAD];
    float value_means[HEAD];
    float *scores;           /* of so many queries as are attended for at once, each padded */
    uint8_t *probabilities;  /* likewise; tiles take them block by block */
    float *dither;           /* [padded + DITHER], 0..1 */
} Head;

/* Queries at once: 4 x 4 sums, 4 loads and a broadcast fit the registers; by tiles, a tile of them. */
#define FEW_QUERIES 4
#define MANY_QUERIES 16

/*
 * Attends for so many queries from the first on; those behind the last one repeat it. queries and out: those of the head, of
 * all frames, stride and width apart.
 */
void attend_by_vectors(const Head *head, const float *queries, int stride, float *out, int width, int first);
void attend_by_tiles(const Head *head, const float *queries, int stride, float *out, int width, int first);

/* A query as bytes around 128, and what a step of its scores is worth. */
static inline float pack_query(const float *query, uint8_t *bytes) {
    float largest = largest_of_64(query);
    __m512i signed_bytes = bytes_of_64(query, _mm512_set1_ps(127 / largest));
    _mm512_storeu_si512(bytes, _mm512_xor_si512(signed_bytes, _mm512_set1_epi8((char)0x80)));
    return largest / 127 * SCORE_SCALE;
}

/* 16 probabilities as whole numbers up to MOST_PROBABLE. */
static inline __m512i steps_of(__m512 scores, const float *dither, __m512 scale, __m512 offset) {
    __m512 power = power_of_two(_mm512_fmadd_ps(scores, scale, offset));
    return _mm512_cvttps_epi32(_mm512_fmadd_ps(power, _mm512_set1_ps(MOST_PROBABLE), _mm512_loadu_ps(dither)));
}

/* Scores of 16 keys, not yet by the query's scale; behind the last key there is nothing. */
static inline __m512 scores_of(__m512i products, __m512 scale, __mmask16 there) {
    return _mm512_mask_mul_ps(_mm512_set1_ps(NOTHING), there, _mm512_cvtepi32_ps(products), scale);
}

/* Where the pattern begins by which a query's probabilities are rounded. */
static inline const float *dither_of(const Head *head, int row) { return head->dither + row * 13 % DITHER; }

/* A block of a query's probabilities as bytes, by places; adds up what they sum to. */
static inline __m512i probable_bytes(
    const __m512 *scores, const float *dither, __m512 scale, __m512 offset, __m512i *sum) {
    __m512i steps[4];
#pragma GCC unroll 4
    for (int b = 0; b < 4; b++) {
        steps[b] = steps_of(scores[b], dither + LANES * b, scale, offset);
    }
    __m512i low = _mm512_packus_epi32(steps[0], steps[1]);
    __m512i packed = _mm512_packus_epi16(low, _mm512_packus_epi32(steps[2], steps[3]));
    add_products(sum, packed, _mm512_set1_epi8(1));
    return packed;
}

/* A row of results: sums of values times probabilities, which have this share of one each. */
static inline void store_attended(const Head *head, const __m512i *sums, float share, float *out) {
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
        __m512 scale = _mm512_mul_ps(_mm512_loadu_ps(head->value_scales + LANES * c), _mm512_set1_ps(share));
        __m512 mean = _mm512_loadu_ps(head->value_means + LANES * c);
        _mm512_storeu_ps(out + LANES * c, _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[c]), scale, mean));
    }
}

#endif
