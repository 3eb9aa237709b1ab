/* The operators of the encoder: one window each, on the thread that encodes it. */
#include "attention.h"
#include "operator.h"
#include "row_linear.h"

/* The first input, [1, frames, channels]. */
static OrtStatus *read_window(OrtContext *context, const void **x, int64_t *sizes) {
    TRY(read_input(context, 0, x, sizes, 3));
    return sizes[0] == 1 ? 0 : invalid("an encoder's operator takes one window at a time");
}

OrtStatus *compute_self_attention(OrtContext *context) {
    const void *qkv;
    int64_t sizes[3];
    void *out;
    TRY(read_window(context, &qkv, sizes));
    if (sizes[1] < 1 || sizes[1] > MOST_FRAMES || sizes[2] % (3 * HEAD)) {
        return invalid("SelfAttention8: one window of 1 to 1536 frames, heads of 64 channels");
    }
    int64_t made[3] = {1, sizes[1], sizes[2] / 3};
    TRY(make_output(context, 0, made, 3, &out));
    return self_attention(qkv, out, (int)made[1], (int)(made[2] / HEAD)) ? out_of_memory() : 0;
}

/* The layer that stands in three inputs from so many on. */
static OrtStatus *read_layer(OrtContext *context, size_t index, RowLinear *layer) {
    int64_t weights[3];
    int64_t outputs;
    int64_t biases;
    TRY(read_input(context, index, (const void **)&layer->weights, weights, 3));
    TRY(read_input(context, index + 1, (const void **)&layer->scales, &outputs, 1));
    TRY(read_input(context, index + 2, (const void **)&layer->bias, &biases, 1));
    if (weights[2] != OUTPUT_LANES || weights[0] * OUTPUT_LANES != outputs || biases != outputs || outputs % ROW_PANEL
        || weights[1] % INPUT_BLOCK) {
        return invalid("a layer for rows: weights [outputs / 16, inputs, 16], whole blocks of 64 inputs and 32 outputs");
    }
    layer->inputs = (int)weights[1];
    layer->outputs = (int)outputs;
    return 0;
}

OrtStatus *compute_linear_rows(OrtContext *context) {
    const void *x;
    int64_t sizes[3];
    RowLinear layer;
    void *out;
    TRY(read_window(context, &x, sizes));
    TRY(read_layer(context, 1, &layer));
    if (sizes[2] != layer.inputs) return invalid("LinearRows8: one window, as wide as the layer");
    int64_t made[3] = {1, sizes[1], layer.outputs};
    TRY(make_output(context, 0, made, 3, &out));
    return row_linear(&layer, x, (int)sizes[1], out) ? out_of_memory() : 0;
}

OrtStatus *compute_feed_forward(OrtContext *context) {
    const void *x;
    int64_t sizes[3];
    RowLinear expand;
    RowLinear contract;
    void *out;
    TRY(read_window(context, &x, sizes));
    TRY(read_layer(context, 1, &expand));
    TRY(read_layer(context, 4, &contract));
    if (sizes[2] != expand.inputs || expand.outputs != contract.inputs) {
        return invalid("FeedForward8: one window, and layers that fit it and each other");
    }
    int64_t made[3] = {1, sizes[1], contract.outputs};
    TRY(make_output(context, 0, made, 3, &out));
    return feed_forward(&expand, &contract, x, (int)sizes[1], out) ? out_of_memory() : 0;
}

OrtStatus *compute_halving_convolution(OrtContext *context) {
    const void *x;
    int64_t sizes[3];
    RowLinear layer;
    void *out;
    TRY(read_window(context, &x, sizes));
    TRY(read_layer(context, 1, &layer));
    if (sizes[1] < 2 || sizes[1] % 2 || sizes[2] * 3 != layer.inputs) {
        return invalid("HalvingConvolution8: one window, an even number of frames, a third of the layer wide");
    }
    int64_t made[3] = {1, sizes[1] / 2, layer.outputs};
    TRY(make_output(context, 0, made, 3, &out));
    return halving_convolution(&layer, x, (int)made[1], out) ? out_of_memory() : 0;
}

OrtStatus *compute_cross_frames(OrtContext *context) {
    const void *x;
    int64_t sizes[3];
    void *out;
    void *scales;
    TRY(read_window(context, &x, sizes));
    if (sizes[2] % HEAD) return invalid("CrossFrames8: one window, heads of 64 channels");
    int64_t by_head[4] = {1, sizes[2] / HEAD, sizes[1], HEAD};
    int64_t by_channel[3] = {1, 1, sizes[2]};
    TRY(make_output(context, 0, by_head, 4, &out));
    TRY(make_output(context, 1, by_channel, 3, &scales));
    cross_frames(x, (int)sizes[1], (int)by_head[1], out, scales);
    return 0;
}
