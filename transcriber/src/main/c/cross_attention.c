/*
 * The decoder's attention to the encoded window: one query against keys and values of 8 bits, as they are stored. Query and
 * probabilities take part with 16 bits, as two bytes each, so that nothing is lost but what storing had lost already.
 */
#include "attention.h"
#include "vectors.h"

#define KEYS 16
/* Frames that every listener takes before the next ones: their keys stay in the nearest cache meanwhile. */
#define PIECE 64

/* The sums of 16 vectors' lanes, one a lane. */
static inline __m512i sums_of(__m512i *rows) {
    for (int i = 0; i < 8; i++) {
        __m512i a = rows[2 * i];
        __m512i b = rows[2 * i + 1];
        rows[i] = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    }
    for (int i = 0; i < 4; i++) {
        __m512i a = rows[2 * i];
        __m512i b = rows[2 * i + 1];
        rows[i] = _mm512_add_epi32(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
    }
    /* Each 128-bit lane now holds four keys' sums over its own quarter of the channels. */
    for (int i = 0; i < 2; i++) {
        __m512i a = rows[2 * i];
        __m512i b = rows[2 * i + 1];
        rows[i] = _mm512_add_epi32(_mm512_shuffle_i32x4(a, b, 0x88), _mm512_shuffle_i32x4(a, b, 0xdd));
    }
    return _mm512_add_epi32(
        _mm512_shuffle_i32x4(rows[0], rows[1], 0x88), _mm512_shuffle_i32x4(rows[0], rows[1], 0xdd));
}

/* A query as whole numbers of 16 bits, cut into a signed high and a signed low byte; answers what one is worth. */
static float pack_query(const float *query, __m512i *high, __m512i *low, int32_t *offset) {
    float largest = largest_of_64(query);
    _Alignas(64) int8_t highs[HEAD];
    _Alignas(64) int8_t lows[HEAD];
    __m512i sum = _mm512_setzero_si512();
    for (int c = 0; c < 4; c++) {
        __m512 scaled = _mm512_mul_ps(_mm512_loadu_ps(query + 16 * c), _mm512_set1_ps(127 * 256 / largest));
        __m512i whole = _mm512_cvtps_epi32(scaled);
        __m512i upper = _mm512_srai_epi32(_mm512_add_epi32(whole, _mm512_set1_epi32(128)), 8);
        sum = _mm512_add_epi32(sum, whole);
        _mm_store_si128((__m128i *)(highs + 16 * c), _mm512_cvtepi32_epi8(upper));
        _mm_store_si128(
            (__m128i *)(lows + 16 * c), _mm512_cvtepi32_epi8(_mm512_sub_epi32(whole, _mm512_slli_epi32(upper, 8))));
    }
    *high = _mm512_load_si512(highs);
    *low = _mm512_load_si512(lows);
    *offset = 128 * _mm512_reduce_add_epi32(sum);
    return largest / (127 * 256) * SCORE_SCALE;
}

/* What is kept of a query between pieces of its window. */
typedef struct {
    __m512i high;
    __m512i low;
    int32_t offset;
    float scale;
    __m512 most;
    float sum;
    __m512i upper[4];
    __m512i lower[4];
    _Alignas(64) float scores[MOST_FRAMES];
    _Alignas(64) uint8_t highs[MOST_FRAMES];
    _Alignas(64) uint8_t lows[MOST_FRAMES];
} Listener;

/* Against the keys of frames from up to to. */
static void score(Listener *one, const int8_t *keys, int from, int to, int frames) {
    __m512i high = one->high;
    __m512i low = one->low;
    __m512i offset = _mm512_set1_epi32(one->offset);
    __m512 scale = _mm512_set1_ps(one->scale);
    __m512 most = one->most;
    /* Products want one side without a sign: keys are shifted by 128, and what that adds is taken off again. */
    const __m512i shift = _mm512_set1_epi8((char)0x80);
    for (int j = from; j < to; j += KEYS) {
        __m512i rows[KEYS];
        int left = frames - j;
#pragma GCC unroll 16
        for (int i = 0; i < KEYS; i++) {
            __m512i key = i < left ? _mm512_loadu_si512(keys + (size_t)(j + i) * HEAD) : _mm512_setzero_si512();
            key = _mm512_xor_si512(key, shift);
            __m512i upper = _mm512_dpbusd_epi32(_mm512_setzero_si512(), key, high);
            rows[i] = _mm512_dpbusd_epi32(_mm512_slli_epi32(upper, 8), key, low);
        }
        __m512i sums = _mm512_sub_epi32(sums_of(rows), offset);
        __m512 here = _mm512_mask_mul_ps(_mm512_set1_ps(NOTHING), first_lanes(left), _mm512_cvtepi32_ps(sums), scale);
        most = _mm512_max_ps(most, here);
        _mm512_store_ps(one->scores + j, here);
    }
    one->most = most;
}

/* Scores as 16-bit whole numbers in proportion to their probabilities, as high and low bytes, and their sum. */
static void probabilities(Listener *one, int frames) {
    __m512 largest = _mm512_set1_ps(_mm512_reduce_max_ps(one->most));
    __m512i sum = _mm512_setzero_si512();
    for (int j = 0; j < frames; j += 16) {
        __m512 power = power_of_two(_mm512_sub_ps(_mm512_load_ps(one->scores + j), largest));
        __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(power, _mm512_set1_ps(255 * 256)));
        sum = _mm512_add_epi32(sum, whole);
        _mm_store_si128((__m128i *)(one->highs + j), _mm512_cvtepi32_epi8(_mm512_srli_epi32(whole, 8)));
        _mm_store_si128((__m128i *)(one->lows + j), _mm512_cvtepi32_epi8(whole));
    }
    one->sum = (float)_mm512_reduce_add_epi32(sum);
}

/* Adds the values of frames from up to to, each as much as it is probable. */
static void gather(Listener *one, const int8_t *values, int from, int to, int frames) {
    __m512i upper[4];
    __m512i lower[4];
    for (int c = 0; c < 4; c++) {
        upper[c] = one->upper[c];
        lower[c] = one->lower[c];
    }
    for (int j = from; j < to; j += 4) {
        __m512i value[4];
#pragma GCC unroll 4
        for (int i = 0; i < 4; i++) {
            value[i] = j + i < frames ? _mm512_loadu_si512(values + (size_t)(j + i) * HEAD) : _mm512_setzero_si512();
        }
        __m512i low01 = _mm512_unpacklo_epi8(value[0], value[1]);
        __m512i high01 = _mm512_unpackhi_epi8(value[0], value[1]);
        __m512i low23 = _mm512_unpacklo_epi8(value[2], value[3]);
        __m512i high23 = _mm512_unpackhi_epi8(value[2], value[3]);
        __m512i channels[4] = {
            _mm512_unpacklo_epi16(low01, low23),
            _mm512_unpackhi_epi16(low01, low23),
            _mm512_unpacklo_epi16(high01, high23),
            _mm512_unpackhi_epi16(high01, high23)};
        __m512i high = four_bytes(one->highs + j);
        __m512i low = four_bytes(one->lows + j);
#pragma GCC unroll 4
        for (int c = 0; c < 4; c++) {
            upper[c] = _mm512_dpbusd_epi32(upper[c], high, channels[c]);
            lower[c] = _mm512_dpbusd_epi32(lower[c], low, channels[c]);
        }
    }
    for (int c = 0; c < 4; c++) {
        one->upper[c] = upper[c];
        one->lower[c] = lower[c];
    }
}

/* Interleaving went on within 128 bits: vector c holds channels 4c to 4c + 3 of each 16. */
static void write_seen(const Listener *one, float *out) {
    for (int c = 0; c < 4; c++) {
        __m512 both = _mm512_fmadd_ps(
            _mm512_cvtepi32_ps(one->upper[c]), _mm512_set1_ps(256), _mm512_cvtepi32_ps(one->lower[c]));
        both = _mm512_mul_ps(both, _mm512_set1_ps(1 / one->sum));
        _mm_storeu_ps(out + 4 * c, _mm512_extractf32x4_ps(both, 0));
        _mm_storeu_ps(out + 16 + 4 * c, _mm512_extractf32x4_ps(both, 1));
        _mm_storeu_ps(out + 32 + 4 * c, _mm512_extractf32x4_ps(both, 2));
        _mm_storeu_ps(out + 48 + 4 * c, _mm512_extractf32x4_ps(both, 3));
    }
}

void cross_attention(
    const float *const *queries, const int8_t *keys, const int8_t *values, float *const *outs, int count, int frames) {
    Listener all[MOST_LISTENERS];
    for (int i = 0; i < count; i++) {
        Listener *one = all + i;
        one->scale = pack_query(queries[i], &one->high, &one->low, &one->offset);
        one->most = _mm512_set1_ps(NOTHING);
        for (int c = 0; c < 4; c++) {
            one->upper[c] = one->lower[c] = _mm512_setzero_si512();
        }
    }
    for (int from = 0; from < frames; from += PIECE) {
        int to = from + PIECE < frames ? from + PIECE : frames;
        for (int i = 0; i < count; i++) {
            score(all + i, keys, from, to, frames);
        }
    }
    for (int i = 0; i < count; i++) {
        probabilities(all + i, frames);
    }
    for (int from = 0; from < frames; from += PIECE) {
        int to = from + PIECE < frames ? from + PIECE : frames;
        for (int i = 0; i < count; i++) {
            gather(all + i, values, from, to, frames);
        }
    }
    for (int i = 0; i < count; i++) {
        write_seen(all + i, outs[i]);
    }
}

void cross_frames(const float *x, int frames, int heads, int8_t *out, float *scales) {
    int width = heads * HEAD;
    memset(scales, 0, width * sizeof(float));
    for (int frame = 0; frame < frames; frame++) {
        for (int c = 0; c < width; c += 16) {
            __m512 values = _mm512_loadu_ps(x + (size_t)frame * width + c);
            _mm512_storeu_ps(scales + c, larger(_mm512_loadu_ps(scales + c), values));
        }
    }
    for (int c = 0; c < width; c++) {
        scales[c] = (scales[c] + TINY) / 127;
    }
    for (int head = 0; head < heads; head++) {
        for (int c = 0; c < HEAD; c += 16) {
            __m512 scale = _mm512_loadu_ps(scales + head * HEAD + c);
            for (int frame = 0; frame < frames; frame++) {
                __m512 values = _mm512_loadu_ps(x + (size_t)frame * width + head * HEAD + c);
                __m512i steps = _mm512_cvtps_epi32(_mm512_div_ps(values, scale));
                _mm_storeu_si128((__m128i *)(out + ((size_t)head * frames + frame) * HEAD + c), _mm512_cvtsepi32_epi8(steps));
            }
        }
    }
}
