#include "layer_norm.h"
#include "vectors.h"

#include <math.h>

#define EPSILON 1e-5f

void layer_norm(const float *x, int rows, int width, const float *gain, const float *shift, float *out) {
    for (int row = 0; row < rows; row++, x += width, out += width) {
        __m512 sum = _mm512_setzero_ps();
        for (int c = 0; c < width; c += 16) {
            sum = _mm512_add_ps(sum, _mm512_loadu_ps(x + c));
        }
        __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / width);
        __m512 squares = _mm512_setzero_ps();
        for (int c = 0; c < width; c += 16) {
            __m512 away = _mm512_sub_ps(_mm512_loadu_ps(x + c), mean);
            squares = _mm512_fmadd_ps(away, away, squares);
        }
        __m512 scale = _mm512_set1_ps(1 / sqrtf(_mm512_reduce_add_ps(squares) / width + EPSILON));
        for (int c = 0; c < width; c += 16) {
            __m512 away = _mm512_sub_ps(_mm512_loadu_ps(x + c), mean);
            __m512 factor = _mm512_mul_ps(scale, _mm512_loadu_ps(gain + c));
            _mm512_storeu_ps(out + c, _mm512_fmadd_ps(away, factor, _mm512_loadu_ps(shift + c)));
        }
    }
}
