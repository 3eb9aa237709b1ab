/* The operator that encoder and decoder share. */
#include "layer_norm.h"
#include "operator.h"

OrtStatus *compute_layer_norm(OrtContext *context) {
    const float *x;
    const float *gain;
    const float *shift;
    int64_t sizes[3];
    int64_t gains;
    int64_t shifts;
    float *out;
    TRY(read_input(context, 0, (const void **)&x, sizes, 3));
    TRY(read_input(context, 1, (const void **)&gain, &gains, 1));
    TRY(read_input(context, 2, (const void **)&shift, &shifts, 1));
    if (gains != sizes[2] || shifts != sizes[2] || sizes[2] % 16) {
        return invalid("LayerNorm: x [rows, frames, width], gain and shift [width], a multiple of 16");
    }
    TRY(make_output(context, 0, sizes, 3, (void **)&out));
    layer_norm(x, (int)(sizes[0] * sizes[1]), (int)sizes[2], gain, shift, out);
    return 0;
}
