/* The operators of the decoder: few rows, each shared between threads. */
#include "attention.h"
#include "linear.h"
#include "operator.h"

#include <stdlib.h>

/* Rows that hear the same of the same window. */
typedef struct {
    int32_t rows[MOST_LISTENERS];
    int count;
} Listeners;

typedef struct {
    const float *queries;
    const int8_t *keys;
    const int8_t *values;
    const int32_t *last;
    const int32_t *heard;
    float *out;
    size_t heads;
    size_t capacity;
    Listeners *groups;
} Crossing;

static void cross_some(void *data, size_t index) {
    const Crossing *all = data;
    const Listeners *group = all->groups + index / all->heads;
    size_t head = index % all->heads;
    const float *queries[MOST_LISTENERS];
    float *outs[MOST_LISTENERS];
    for (int i = 0; i < group->count; i++) {
        size_t at = (group->rows[i] * all->heads + head) * HEAD;
        queries[i] = all->queries + at;
        outs[i] = all->out + at;
    }
    int32_t row = group->rows[0];
    size_t at = (all->heard[row] * all->heads + head) * all->capacity * HEAD;
    unsigned before = begin_flushing();
    cross_attention(queries, all->keys + at, all->values + at, outs, group->count, all->last[row] + 1);
    end_flushing(before);
}

/* Answers how many groups there are. */
static size_t group_rows(const Crossing *all, int32_t rows) {
    size_t count = 0;
    for (int32_t row = 0; row < rows; row++) {
        size_t g = 0;
        while (g < count
               && (all->groups[g].count == MOST_LISTENERS || all->heard[all->groups[g].rows[0]] != all->heard[row]
                   || all->last[all->groups[g].rows[0]] != all->last[row])) {
            g++;
        }
        if (g == count) {
            all->groups[count++].count = 0;
        }
        all->groups[g].rows[all->groups[g].count++] = row;
    }
    return count;
}

OrtStatus *compute_cross_attention(OrtContext *context) {
    Crossing all;
    int64_t query[3];
    int64_t keys[4];
    int64_t values[4];
    int64_t rows;
    int64_t hearing;
    TRY(read_input(context, 0, (const void **)&all.queries, query, 3));
    TRY(read_input(context, 1, (const void **)&all.keys, keys, 4));
    TRY(read_input(context, 2, (const void **)&all.values, values, 4));
    TRY(read_input(context, 3, (const void **)&all.last, &rows, 1));
    TRY(read_input(context, 4, (const void **)&all.heard, &hearing, 1));
    if (query[1] != 1 || query[2] != keys[1] * HEAD || keys[3] != HEAD || rows != query[0] || hearing != query[0]) {
        return invalid(
            "CrossAttention8: query [rows, 1, heads * 64], keys [windows, heads, capacity, 64], last and heard [rows]");
    }
    for (int i = 0; i < 4; i++) {
        if (keys[i] != values[i]) return invalid("CrossAttention8: keys and values differ in shape");
    }
    for (int64_t row = 0; row < rows; row++) {
        if (all.last[row] < 0 || all.last[row] >= keys[2] || all.last[row] >= MOST_FRAMES) {
            return invalid("CrossAttention8: the last frame lies outside of the window");
        }
        if (all.heard[row] < 0 || all.heard[row] >= keys[0]) {
            return invalid("CrossAttention8: a row hears a window that is not there");
        }
    }
    all.heads = (size_t)keys[1];
    all.capacity = (size_t)keys[2];
    TRY(make_output(context, 0, query, 3, (void **)&all.out));
    all.groups = malloc((size_t)rows * sizeof(Listeners));
    if (all.groups == NULL) return out_of_memory();
    OrtStatus *status = api->parallel(context, cross_some, group_rows(&all, (int32_t)rows) * all.heads, 0, &all);
    free(all.groups);
    return status;
}

typedef struct {
    Linear layer;
    Inputs x;
    float *out;
    int blocks;
} Layer;

/* Waking another thread takes as long as reading so many weights. */
#define WEIGHTS_A_PART (1 << 20)

static int part_blocks(const Layer *all) { return 1 + WEIGHTS_A_PART / (OUTPUT_LANES * all->layer.inputs); }

static void linear_part(void *data, size_t index) {
    const Layer *all = data;
    int step = part_blocks(all);
    int first = (int)index * step;
    linear(&all->layer, &all->x, all->out, first, first + step < all->blocks ? first + step : all->blocks);
}

OrtStatus *compute_linear(OrtContext *context) {
    Layer all;
    const void *x;
    int64_t in[3];
    int64_t weights[3];
    int64_t scales[3];
    int64_t outputs;
    TRY(read_input(context, 0, &x, in, 3));
    TRY(read_input(context, 1, (const void **)&all.layer.weights, weights, 3));
    TRY(read_input(context, 2, (const void **)&all.layer.scales, scales, 3));
    TRY(read_input(context, 3, (const void **)&all.layer.bias, &outputs, 1));
    if (in[1] != 1 || in[2] != weights[1] || in[2] % INPUT_BLOCK || weights[2] != OUTPUT_LANES
        || weights[0] != (outputs + OUTPUT_LANES - 1) / OUTPUT_LANES || scales[0] != weights[0]
        || scales[1] != in[2] / INPUT_BLOCK || scales[2] != OUTPUT_LANES) {
        return invalid("Linear8: x [rows, 1, inputs], weights [outputs / 16, inputs, 16], a scale for 64 inputs");
    }
    all.layer.inputs = (int)in[2];
    all.layer.outputs = (int)outputs;
    all.blocks = (int)weights[0];
    int64_t sizes[3] = {in[0], 1, outputs};
    TRY(make_output(context, 0, sizes, 3, (void **)&all.out));
    if (pack_inputs(&all.x, x, (int)in[0], all.layer.inputs)) {
        return out_of_memory();
    }
    size_t parts = ((size_t)all.blocks + part_blocks(&all) - 1) / part_blocks(&all);
    OrtStatus *failure = 0;
    if (parts > 1) {
        failure = api->parallel(context, linear_part, parts, 0, &all);
    } else {
        linear_part(&all, 0);
    }
    free_inputs(&all.x);
    return failure;
}
