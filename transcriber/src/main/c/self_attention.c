/*
 * The encoder's attention with 8-bit products: three times as fast as with floats, by tiles twice that. Keys lose their
 * mean, which softmax does not see, and have a scale each, as queries have (SageAttention, arXiv:2410.02367); values
 * lose their mean and have a scale per channel; probabilities become bytes of the row's largest, rounded up or down by a
 * fixed pattern, so that many small ones are not all lost.
 */
#include "head.h"
#include "tiles.h"

#include <stdlib.h>

/* The means of a head's channels, and their largest distances from them. */
static void ranges(const float *from, int frames, int stride, __m512 *mean, __m512 *most) {
    __m512 sums[4];
    __m512 highest[4];
    __m512 lowest[4];
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
        sums[c] = _mm512_setzero_ps();
        highest[c] = lowest[c] = _mm512_loadu_ps(from + LANES * c);
    }
    for (int j = 0; j < frames; j++) {
#pragma GCC unroll 4
        for (int c = 0; c < 4; c++) {
            __m512 values = _mm512_loadu_ps(from + (size_t)j * stride + LANES * c);
            sums[c] = _mm512_add_ps(sums[c], values);
            highest[c] = _mm512_max_ps(highest[c], values);
            lowest[c] = _mm512_min_ps(lowest[c], values);
        }
    }
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
        mean[c] = _mm512_mul_ps(sums[c], _mm512_set1_ps(1.0f / frames));
        most[c] = larger(_mm512_sub_ps(highest[c], mean[c]), _mm512_sub_ps(lowest[c], mean[c]));
    }
}

static void pack_keys(Head *head, const float *keys, int stride) {
    const __m512i apart = _mm512_slli_epi32(transposed(), 6);
    __m512 mean[4];
    __m512 unused[4];
    ranges(keys, head->frames, stride, mean, unused);
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
        __m512i bytes = mixed_bytes(key, _mm512_set1_ps(127 / largest));
        __m512i sum = _mm512_setzero_si512();
        add_bytes(&sum, bytes);
        _mm512_i32scatter_epi32(target, apart, bytes, 1);
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
    __m512 most[4];
    __m512 factor[4];
    ranges(values, head->frames, stride, mean, most);
    for (int c = 0; c < 4; c++) {
        most[c] = _mm512_max_ps(most[c], _mm512_set1_ps(TINY));
        factor[c] = _mm512_div_ps(_mm512_set1_ps(127), most[c]);
        _mm512_storeu_ps(head->value_scales + LANES * c, _mm512_mul_ps(most[c], _mm512_set1_ps(1.0f / 127)));
        _mm512_storeu_ps(head->value_means + LANES * c, mean[c]);
    }
    for (int j = 0; j < head->padded; j += 4) {
        __m128i *target = (__m128i *)(head->values + (size_t)place(j) * HEAD);
#pragma GCC unroll 4
        for (int c = 0; c < 4; c++, target += 4) {
            __m128i key[4];
#pragma GCC unroll 4
            for (int i = 0; i < 4; i++) {
                key[i] = j + i < head->frames
                             ? value_bytes(values + (size_t)(j + i) * stride + LANES * c, mean[c], factor[c])
                             : _mm_setzero_si128();
            }
            __m128i low01 = _mm_unpacklo_epi8(key[0], key[1]);
            __m128i high01 = _mm_unpackhi_epi8(key[0], key[1]);
            __m128i low23 = _mm_unpacklo_epi8(key[2], key[3]);
            __m128i high23 = _mm_unpackhi_epi8(key[2], key[3]);
            _mm_store_si128(target, _mm_unpacklo_epi16(low01, low23));
            _mm_store_si128(target + 1, _mm_unpackhi_epi16(low01, low23));
            _mm_store_si128(target + 2, _mm_unpacklo_epi16(high01, high23));
            _mm_store_si128(target + 3, _mm_unpackhi_epi16(high01, high23));
        }
    }
}

int self_attention(const float *qkv, float *out, int frames, int heads) {
    Head head = {.frames = frames, .padded = (frames + BLOCK - 1) / BLOCK * BLOCK};
    size_t padded = head.padded;
    int queries = tiles_used ? MANY_QUERIES : FEW_QUERIES;
    char *memory = aligned_alloc(64, padded * (2 * HEAD + 2 * 4 + queries * 4 + queries + 4) + DITHER * 4);
    if (memory == NULL) {
        return -1;
    }
    char *at = memory;
    head.keys = (int8_t *)at;
    head.values = (int8_t *)(at += padded * HEAD);
    head.key_scales = (float *)(at += padded * HEAD);
    head.key_offsets = (int32_t *)(at += padded * 4);
    head.scores = (float *)(at += padded * 4);
    head.probabilities = (uint8_t *)(at += padded * 4 * queries);
    head.dither = (float *)(at += padded * queries);
    /* Multiples of the golden ratio fill 0..1 evenly, from wherever one begins. */
    for (size_t i = 0; i < padded + DITHER; i++) {
        double multiple = (i + 1) * 0.6180339887;
        head.dither[i] = (float)(multiple - (double)(int64_t)multiple);
    }
    int width = heads * HEAD;
    begin_tiles(TILE_ROWS);
    for (int h = 0; h < heads; h++) {
        pack_keys(&head, qkv + width + h * HEAD, 3 * width);
        pack_values(&head, qkv + 2 * width + h * HEAD, 3 * width);
        for (int row = 0; row < frames; row += queries) {
            if (tiles_used) {
                attend_by_tiles(&head, qkv + h * HEAD, 3 * width, out + h * HEAD, width, row);
            } else {
                attend_by_vectors(&head, qkv + h * HEAD, 3 * width, out + h * HEAD, width, row);
            }
        }
    }
    end_tiles();
    free(memory);
    return 0;
}
