/*
 * The encoder's attention with 8-bit products (AVX-512 VNNI), three times as fast as with floats. Keys lose their mean,
 * which softmax does not see, and have a scale each, as queries have (SageAttention, arXiv:2410.02367); values lose their
 * mean and have a scale per channel; probabilities become bytes of the row's largest, rounded up or down by a fixed
 * pattern, so that many small ones are not all lost.
 */
#include "attention.h"
#include "vectors.h"

#include <stdlib.h>

/* Queries at once: 4 x 4 sums, 4 loads and a broadcast fit the registers. */
#define ROWS 4
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
    float *scores;           /* [ROWS, padded] */
    uint8_t *probabilities;  /* [ROWS, padded] */
    float *dither;           /* [padded + DITHER], 0..1 */
} Head;

static void means(const float *from, int frames, int stride, __m512 *mean) {
    for (int c = 0; c < 4; c++) {
        mean[c] = _mm512_setzero_ps();
    }
    for (int j = 0; j < frames; j++) {
        for (int c = 0; c < 4; c++) {
            mean[c] = _mm512_add_ps(mean[c], _mm512_loadu_ps(from + (size_t)j * stride + LANES * c));
        }
    }
    for (int c = 0; c < 4; c++) {
        mean[c] = _mm512_mul_ps(mean[c], _mm512_set1_ps(1.0f / frames));
    }
}

static void pack_keys(Head *head, const float *keys, int stride) {
    const __m512i apart = _mm512_slli_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 6);
    __m512 mean[4];
    means(keys, head->frames, stride, mean);
    for (int j = 0; j < head->padded; j++) {
        int8_t *target = head->keys + (size_t)(j / LANES) * LANES * HEAD + (j % LANES) * 4;
        if (j >= head->frames) {
            _mm512_i32scatter_epi32(target, apart, _mm512_setzero_si512(), 1);
            head->key_scales[j] = 0;
            head->key_offsets[j] = 0;
            continue;
        }
        __m512 key[4];
        __m512 most = _mm512_setzero_ps();
        for (int c = 0; c < 4; c++) {
            key[c] = _mm512_sub_ps(_mm512_loadu_ps(keys + (size_t)j * stride + LANES * c), mean[c]);
            most = larger(most, key[c]);
        }
        float largest = _mm512_reduce_max_ps(most) + TINY;
        __m512i sum = _mm512_setzero_si512();
        _Alignas(64) int8_t bytes[HEAD];
        for (int c = 0; c < 4; c++) {
            __m512i rounded = _mm512_cvtps_epi32(_mm512_mul_ps(key[c], _mm512_set1_ps(127 / largest)));
            sum = _mm512_add_epi32(sum, rounded);
            _mm_store_si128((__m128i *)(bytes + LANES * c), _mm512_cvtsepi32_epi8(rounded));
        }
        _mm512_i32scatter_epi32(target, apart, _mm512_load_si512(bytes), 1);
        head->key_scales[j] = largest / 127;
        head->key_offsets[j] = -128 * _mm512_reduce_add_epi32(sum);
    }
}

/* Where four keys, of which this is the first, stand in a block of probabilities: packing leaves them in that order. */
static int place(int key) { return key / BLOCK * BLOCK + key % LANES * 4 + key % BLOCK / LANES * 4; }

static __m128i value_bytes(const float *value, __m512 mean, __m512 factor) {
    __m512 scaled = _mm512_mul_ps(_mm512_sub_ps(_mm512_loadu_ps(value), mean), factor);
    return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(scaled));
}

static void pack_values(Head *head, const float *values, int stride) {
    __m512 mean[4];
    means(values, head->frames, stride, mean);
    for (int c = 0; c < 4; c++) {
        __m512 most = _mm512_set1_ps(TINY);
        for (int j = 0; j < head->frames; j++) {
            most = larger(most, _mm512_sub_ps(_mm512_loadu_ps(values + (size_t)j * stride + LANES * c), mean[c]));
        }
        __m512 factor = _mm512_div_ps(_mm512_set1_ps(127), most);
        _mm512_storeu_ps(head->value_scales + LANES * c, _mm512_mul_ps(most, _mm512_set1_ps(1.0f / 127)));
        _mm512_storeu_ps(head->value_means + LANES * c, mean[c]);
        for (int j = 0; j < head->padded; j += 4) {
            __m128i key[4];
            for (int i = 0; i < 4; i++) {
                key[i] = j + i < head->frames
                             ? value_bytes(values + (size_t)(j + i) * stride + LANES * c, mean[c], factor)
                             : _mm_setzero_si128();
            }
            __m128i low01 = _mm_unpacklo_epi8(key[0], key[1]);
            __m128i high01 = _mm_unpackhi_epi8(key[0], key[1]);
            __m128i low23 = _mm_unpacklo_epi8(key[2], key[3]);
            __m128i high23 = _mm_unpackhi_epi8(key[2], key[3]);
            __m128i *target = (__m128i *)(head->values + (size_t)place(j) * HEAD + 4 * LANES * c);
            _mm_store_si128(target, _mm_unpacklo_epi16(low01, low23));
            _mm_store_si128(target + 1, _mm_unpackhi_epi16(low01, low23));
            _mm_store_si128(target + 2, _mm_unpacklo_epi16(high01, high23));
            _mm_store_si128(target + 3, _mm_unpackhi_epi16(high01, high23));
        }
    }
}

/* A query as bytes around 128, and what a step of its scores is worth. */
static float pack_query(const float *query, uint8_t *bytes) {
    float largest = largest_of_64(query);
    for (int c = 0; c < 4; c++) {
        __m512 scaled = _mm512_mul_ps(_mm512_loadu_ps(query + LANES * c), _mm512_set1_ps(127 / largest));
        __m512i shifted = _mm512_add_epi32(_mm512_cvtps_epi32(scaled), _mm512_set1_epi32(128));
        _mm_storeu_si128((__m128i *)(bytes + LANES * c), _mm512_cvtepi32_epi8(shifted));
    }
    return largest / 127 * SCORE_SCALE;
}

/* Scores of ROWS queries, not yet by the queries' scales; answers the largest of each lane. */
static void score(const Head *head, uint8_t queries[ROWS][HEAD], __m512 *most) {
    for (int r = 0; r < ROWS; r++) {
        most[r] = _mm512_set1_ps(NOTHING);
    }
    for (int j = 0; j < head->padded; j += BLOCK) {
        __m512i sums[ROWS][4];
#pragma GCC unroll 4
        for (int b = 0; b < 4; b++) {
            __m512i offset = _mm512_load_si512(head->key_offsets + j + LANES * b);
#pragma GCC unroll 4
            for (int r = 0; r < ROWS; r++) {
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
            for (int r = 0; r < ROWS; r++) {
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
            for (int r = 0; r < ROWS; r++) {
                __m512 scores =
                    _mm512_mask_mul_ps(_mm512_set1_ps(NOTHING), there, _mm512_cvtepi32_ps(sums[r][b]), scale);
                most[r] = _mm512_max_ps(most[r], scores);
                _mm512_store_ps(head->scores + (size_t)r * head->padded + j + LANES * b, scores);
            }
        }
    }
}

/* 16 probabilities as whole numbers up to MOST_PROBABLE. */
static inline __m512i steps_of(const float *scores, const float *dither, __m512 scale, __m512 offset) {
    __m512 power = power_of_two(_mm512_fmadd_ps(_mm512_load_ps(scores), scale, offset));
    return _mm512_cvttps_epi32(_mm512_fmadd_ps(power, _mm512_set1_ps(MOST_PROBABLE), _mm512_loadu_ps(dither)));
}

/* A row of scores as bytes in proportion to their probabilities, by places; answers the sum of the bytes. */
static int32_t probabilities(const Head *head, int r, int row, float factor, __m512 most) {
    const float *scores = head->scores + (size_t)r * head->padded;
    const float *dither = head->dither + row * 13 % DITHER;
    uint8_t *bytes = head->probabilities + (size_t)r * head->padded;
    __m512 scale = _mm512_set1_ps(factor);
    __m512 offset = _mm512_set1_ps(-_mm512_reduce_max_ps(most) * factor);
    __m512i sum = _mm512_setzero_si512();
    for (int j = 0; j < head->padded; j += BLOCK) {
        __m512i steps[4];
#pragma GCC unroll 4
        for (int b = 0; b < 4; b++) {
            steps[b] = steps_of(scores + j + LANES * b, dither + j + LANES * b, scale, offset);
        }
        __m512i low = _mm512_packus_epi32(steps[0], steps[1]);
        __m512i packed = _mm512_packus_epi16(low, _mm512_packus_epi32(steps[2], steps[3]));
        add_products(&sum, packed, _mm512_set1_epi8(1));
        _mm512_store_si512(bytes + j, packed);
    }
    return _mm512_reduce_add_epi32(sum);
}

/* Four rows of queries from {@code first} on; those behind the last one repeat it. */
static void attend(const Head *head, const float *queries, int stride, float *out, int width, int first) {
    uint8_t bytes[ROWS][HEAD];
    float scales[ROWS];
    __m512 most[ROWS];
    for (int r = 0; r < ROWS; r++) {
        int row = first + r < head->frames ? first + r : head->frames - 1;
        scales[r] = pack_query(queries + (size_t)row * stride, bytes[r]);
    }
    score(head, bytes, most);
    float shares[ROWS];
    for (int r = 0; r < ROWS; r++) {
        shares[r] = 1.0f / probabilities(head, r, first + r, scales[r], most[r]);
    }
    __m512i sums[ROWS][4];
#pragma GCC unroll 4
    for (int r = 0; r < ROWS; r++) {
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
        for (int r = 0; r < ROWS; r++) {
            __m512i weight = four_bytes(head->probabilities + (size_t)r * head->padded + j);
#pragma GCC unroll 4
            for (int c = 0; c < 4; c++) {
                sums[r][c] = _mm512_dpbusd_epi32(sums[r][c], weight, value[c]);
            }
        }
    }
#pragma GCC unroll 4
    for (int r = 0; r < ROWS; r++) {
        if (first + r < head->frames) {
#pragma GCC unroll 4
            for (int c = 0; c < 4; c++) {
                __m512 scale = _mm512_mul_ps(
                    _mm512_loadu_ps(head->value_scales + LANES * c), _mm512_set1_ps(shares[r]));
                __m512 mean = _mm512_loadu_ps(head->value_means + LANES * c);
                _mm512_storeu_ps(
                    out + (size_t)(first + r) * width + LANES * c,
                    _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[r][c]), scale, mean));
            }
        }
    }
}

int self_attention(const float *qkv, float *out, int frames, int heads) {
    Head head = {.frames = frames, .padded = (frames + BLOCK - 1) / BLOCK * BLOCK};
    size_t padded = head.padded;
    char *memory = aligned_alloc(64, padded * (2 * HEAD + 2 * 4 + ROWS * 4 + ROWS + 4) + DITHER * 4);
    if (memory == NULL) {
        return -1;
    }
    char *at = memory;
    head.keys = (int8_t *)at;
    head.values = (int8_t *)(at += padded * HEAD);
    head.key_scales = (float *)(at += padded * HEAD);
    head.key_offsets = (int32_t *)(at += padded * 4);
    head.scores = (float *)(at += padded * 4);
    head.probabilities = (uint8_t *)(at += padded * 4 * ROWS);
    head.dither = (float *)(at += padded * ROWS);
    /* Multiples of the golden ratio fill 0..1 evenly, from wherever one begins. */
    for (size_t i = 0; i < padded + DITHER; i++) {
        double multiple = (i + 1) * 0.6180339887;
        head.dither[i] = (float)(multiple - (double)(int64_t)multiple);
    }
    int width = heads * HEAD;
    for (int h = 0; h < heads; h++) {
        pack_keys(&head, qkv + width + h * HEAD, 3 * width);
        pack_values(&head, qkv + 2 * width + h * HEAD, 3 * width);
        for (int row = 0; row < frames; row += ROWS) {
            attend(&head, qkv + h * HEAD, 3 * width, out + h * HEAD, width, row);
        }
    }
    free(memory);
    return 0;
}
