/* What both attentions do with 16 floats at once. */
#ifndef VECTORS_H
#define VECTORS_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

/* 1 / sqrt(64), and powers of two instead of e. */
#define SCORE_SCALE (1.44269504f / 8)
/* No score is this small. */
#define NOTHING (-1e30f)
/* In place of zero, where something is divided by the largest of zeros. */
#define TINY 1e-20f

static inline __m512 larger(__m512 most, __m512 values) { return _mm512_max_ps(most, _mm512_abs_ps(values)); }

/* The largest magnitude of 64 floats, never zero. */
static inline float largest_of_64(const float *values) {
    __m512 most = _mm512_setzero_ps();
    for (int c = 0; c < 4; c++) {
        most = larger(most, _mm512_loadu_ps(values + 16 * c));
    }
    return _mm512_reduce_max_ps(most) + TINY;
}

/*
 * Adds to each of 16 sums the products of four unsigned and four signed bytes. As the intrinsic, but in place: GCC 12 copies
 * the sums of unrolled loops from register to register.
 */
static inline void add_products(__m512i *sums, __m512i unsigned_bytes, __m512i signed_bytes) {
    __asm__("vpdpbusd %2, %1, %0" : "+v"(*sums) : "v"(unsigned_bytes), "v"(signed_bytes));
}

/* Adds up signed bytes, by fours. */
static inline void add_bytes(__m512i *sums, __m512i bytes) { add_products(sums, _mm512_set1_epi8(1), bytes); }

/* The places of 4 x 4 words in each other's order, by rows and by columns. */
static inline __m512i transposed(void) { return _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15); }

/* 64 floats times a factor as signed bytes, in words of four; packing leaves the words transposed. */
static inline __m512i mixed_bytes(const __m512 *values, __m512 factor) {
    __m512i whole[4];
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
        whole[c] = _mm512_cvtps_epi32(_mm512_mul_ps(values[c], factor));
    }
    return _mm512_packs_epi16(_mm512_packs_epi32(whole[0], whole[1]), _mm512_packs_epi32(whole[2], whole[3]));
}

/* The same, as they stand in memory. */
static inline __m512i bytes_of_64(const float *from, __m512 factor) {
    __m512 values[4];
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
        values[c] = _mm512_loadu_ps(from + 16 * c);
    }
    return _mm512_permutexvar_epi32(transposed(), mixed_bytes(values, factor));
}

/* 64 floats as signed bytes of one scale; the offset is what weights that are shifted by 128 add too much to their products. */
static inline void pack_64(const float *from, int8_t *to, float *scale, int32_t *offset) {
    float largest = largest_of_64(from);
    __m512i bytes = bytes_of_64(from, _mm512_set1_ps(127 / largest));
    __m512i sum = _mm512_setzero_si512();
    add_bytes(&sum, bytes);
    _mm512_storeu_si512(to, bytes);
    *scale = largest / 127;
    *offset = -128 * _mm512_reduce_add_epi32(sum);
}

/* The first so many of 16 lanes; none for less than one, all for more than 16. */
static inline __mmask16 first_lanes(int count) {
    return count >= 16 ? 0xffff : count <= 0 ? 0 : (__mmask16)((1 << count) - 1);
}

/* 2^x for x <= 0, relative error below 8e-5: a minimax polynomial around the nearest whole number. */
static inline __m512 power_of_two(__m512 x) {
    __m512 rest = _mm512_reduce_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m512 whole = _mm512_sub_ps(x, rest);
    __m512 power = _mm512_fmadd_ps(_mm512_set1_ps(0.05517167f), rest, _mm512_set1_ps(0.24261114f));
    power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(0.69326099f));
    power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(0.99992807f));
    return _mm512_scalef_ps(power, whole);
}

/* Four bytes to all lanes. */
static inline __m512i four_bytes(const void *bytes) {
    int word;
    memcpy(&word, bytes, sizeof word);
    return _mm512_set1_epi32(word);
}

#endif
