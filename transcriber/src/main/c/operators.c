/*
 * Hands what is computed in 8 bits to ONNX Runtime as operators of the domain org.whispernotes:
 *
 * SelfAttention8   queries, keys, values float [1, frames, width] -> float [1, frames, width]
 * CrossAttention8  query float [rows, 1, width], keys and values int8 [rows, heads, capacity, 64], last int32 [rows]: the
 *                  last frame of each row -> float [rows, 1, width]
 * Linear8          x float [rows, 1, inputs], weights uint8 [outputs / 16, inputs, 16] and scales float [outputs / 16,
 *                  inputs / 64, 16] as in linear.h, bias float [outputs] -> float [rows, 1, outputs]
 */
#include "attention.h"
#include "linear.h"
#include "ort_abi.h"

#define TRY(call)                    \
    do {                             \
        OrtStatus *failure = call;   \
        if (failure) return failure; \
    } while (0)

static const OrtApi *api;

static OrtStatus *invalid(const char *message) { return api->create_status(ORT_INVALID_ARGUMENT, message); }

static OrtStatus *read(OrtContext *context, size_t index, const void **data, int64_t *sizes, size_t wanted) {
    const OrtValue *value;
    OrtShape *shape;
    size_t count;
    TRY(api->input(context, index, &value));
    TRY(api->shape(value, &shape));
    OrtStatus *failure = api->dimension_count(shape, &count);
    if (!failure && count == wanted) failure = api->dimensions(shape, sizes, count);
    api->release_shape(shape);
    if (failure) return failure;
    if (count != wanted) return invalid("an input has another number of dimensions");
    return api->data((OrtValue *)value, (void **)data);
}

static OrtStatus *write(OrtContext *context, const int64_t *sizes, float **data) {
    OrtValue *value;
    TRY(api->output(context, 0, sizes, 3, &value));
    return api->data(value, (void **)data);
}

static OrtStatus *compute_self(void *kernel, OrtContext *context) {
    (void)kernel;
    const void *ins[3];
    int64_t sizes[3][3];
    float *out;
    for (size_t i = 0; i < 3; i++) {
        TRY(read(context, i, &ins[i], sizes[i], 3));
        if (sizes[i][0] != 1 || sizes[i][1] != sizes[0][1] || sizes[i][2] != sizes[0][2]) {
            return invalid("SelfAttention8: queries, keys and values are one window of the same shape");
        }
    }
    if (sizes[0][1] < 1 || sizes[0][1] > MOST_FRAMES || sizes[0][2] % HEAD) {
        return invalid("SelfAttention8: 1 to 1536 frames, heads of 64 channels");
    }
    TRY(write(context, sizes[0], &out));
    return self_attention(ins[0], ins[1], ins[2], out, (int)sizes[0][1], (int)(sizes[0][2] / HEAD))
               ? api->create_status(ORT_FAIL, "SelfAttention8: out of memory")
               : 0;
}

typedef struct {
    const float *queries;
    const int8_t *keys;
    const int8_t *values;
    const int32_t *last;
    float *out;
    size_t heads;
    size_t capacity;
} Crossing;

static void cross_one(void *data, size_t index) {
    const Crossing *all = data;
    size_t at = index * all->capacity * HEAD;
    cross_attention(
        all->queries + index * HEAD, all->keys + at, all->values + at, all->out + index * HEAD,
        all->last[index / all->heads] + 1);
}

static OrtStatus *compute_cross(void *kernel, OrtContext *context) {
    (void)kernel;
    Crossing all;
    int64_t query[3];
    int64_t keys[4];
    int64_t values[4];
    int64_t rows;
    TRY(read(context, 0, (const void **)&all.queries, query, 3));
    TRY(read(context, 1, (const void **)&all.keys, keys, 4));
    TRY(read(context, 2, (const void **)&all.values, values, 4));
    TRY(read(context, 3, (const void **)&all.last, &rows, 1));
    if (query[1] != 1 || query[2] != keys[1] * HEAD || keys[3] != HEAD || keys[0] != query[0] || rows != query[0]) {
        return invalid("CrossAttention8: query [rows, 1, heads * 64], keys [rows, heads, capacity, 64], last [rows]");
    }
    for (int i = 0; i < 4; i++) {
        if (keys[i] != values[i]) return invalid("CrossAttention8: keys and values differ in shape");
    }
    for (int64_t row = 0; row < rows; row++) {
        if (all.last[row] < 0 || all.last[row] >= keys[2] || all.last[row] >= MOST_FRAMES) {
            return invalid("CrossAttention8: the last frame lies outside of the window");
        }
    }
    all.heads = (size_t)keys[1];
    all.capacity = (size_t)keys[2];
    TRY(write(context, query, &all.out));
    return api->parallel(context, cross_one, (size_t)rows * all.heads, 0, &all);
}

typedef struct {
    Linear layer;
    Inputs x;
    float *out;
    int blocks;
} Layer;

/* Waking another thread takes as long as reading so many weights. */
#define WEIGHTS_A_PART (1 << 20)

static int part_blocks(const Layer *all) { return 1 + WEIGHTS_A_PART / (LINEAR_LANES * all->layer.inputs); }

static void linear_part(void *data, size_t index) {
    const Layer *all = data;
    int step = part_blocks(all);
    int first = (int)index * step;
    linear(&all->layer, &all->x, all->out, first, first + step < all->blocks ? first + step : all->blocks);
}

static OrtStatus *compute_linear(void *kernel, OrtContext *context) {
    (void)kernel;
    Layer all;
    const void *x;
    int64_t in[3];
    int64_t weights[3];
    int64_t scales[3];
    int64_t outputs;
    TRY(read(context, 0, &x, in, 3));
    TRY(read(context, 1, (const void **)&all.layer.weights, weights, 3));
    TRY(read(context, 2, (const void **)&all.layer.scales, scales, 3));
    TRY(read(context, 3, (const void **)&all.layer.bias, &outputs, 1));
    if (in[1] != 1 || in[2] != weights[1] || in[2] % LINEAR_BLOCK || weights[2] != LINEAR_LANES
        || weights[0] != (outputs + LINEAR_LANES - 1) / LINEAR_LANES || scales[0] != weights[0]
        || scales[1] != in[2] / LINEAR_BLOCK || scales[2] != LINEAR_LANES) {
        return invalid("Linear8: x [rows, 1, inputs], weights [outputs / 16, inputs, 16], a scale for 64 inputs");
    }
    all.layer.inputs = (int)in[2];
    all.layer.outputs = (int)outputs;
    all.blocks = (int)weights[0];
    int64_t sizes[3] = {in[0], 1, outputs};
    TRY(write(context, sizes, &all.out));
    if (pack_inputs(&all.x, x, (int)in[0], all.layer.inputs)) {
        return api->create_status(ORT_FAIL, "Linear8: out of memory");
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

static OrtStatus *create(const OrtOperator *op, const OrtApi *unused, const OrtKernelInfo *info, void **kernel) {
    (void)unused;
    (void)info;
    *kernel = (void *)op; /* nothing to keep; null would be taken for a failure */
    return 0;
}

static void destroy(void *kernel) { (void)kernel; }
static const char *self_name(const OrtOperator *op) { return (void)op, "SelfAttention8"; }
static const char *cross_name(const OrtOperator *op) { return (void)op, "CrossAttention8"; }
static const char *linear_name(const OrtOperator *op) { return (void)op, "Linear8"; }
static const char *provider(const OrtOperator *op) { return (void)op, "CPUExecutionProvider"; }
static size_t three(const OrtOperator *op) { return (void)op, 3; }
static size_t four(const OrtOperator *op) { return (void)op, 4; }
static size_t one(const OrtOperator *op) { return (void)op, 1; }
static int zero_of(const OrtOperator *op, size_t index) { return (void)op, (void)index, 0; }
static int floats(const OrtOperator *op, size_t index) { return (void)op, (void)index, ORT_FLOAT; }
static int once(const OrtOperator *op) { return (void)op, 1; }
static int newest(const OrtOperator *op) { return (void)op, INT32_MAX; }

static int cross_types(const OrtOperator *op, size_t index) {
    static const int types[] = {ORT_FLOAT, ORT_INT8, ORT_INT8, ORT_INT32};
    return (void)op, types[index];
}

static int linear_types(const OrtOperator *op, size_t index) {
    return (void)op, index == 1 ? ORT_UINT8 : ORT_FLOAT;
}

#define OPERATOR(operator_name, operator_inputs, types, computing)                                            \
    {.version = ORT_ABI_VERSION, .name = operator_name, .provider = provider, .input_type = types,            \
     .inputs = operator_inputs, .output_type = floats, .outputs = one, .destroy = destroy,                    \
     .input_kind = zero_of, .output_kind = zero_of, .input_memory = zero_of,                                  \
     .variadic = {once, once, once, once}, .create_kernel_status = create, .compute_status = computing,       \
     .start_version = once, .end_version = newest}

static const OrtOperator self = OPERATOR(self_name, three, floats, compute_self);
static const OrtOperator cross = OPERATOR(cross_name, four, cross_types, compute_cross);
static const OrtOperator layer = OPERATOR(linear_name, four, linear_types, compute_linear);

/* ONNX Runtime calls this, by its name, when the library is registered. */
__attribute__((visibility("default"))) OrtStatus *RegisterCustomOps(OrtSessionOptions *options, const OrtApiBase *base) {
    OrtDomain *domain;
    api = base->api(ORT_ABI_VERSION);
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx512vnni") || !__builtin_cpu_supports("avx512bw")) {
        return api->create_status(ORT_FAIL, "these operators need a processor with AVX-512 VNNI");
    }
    TRY(api->create_domain("org.whispernotes", &domain));
    TRY(api->add_to_domain(domain, &self));
    TRY(api->add_to_domain(domain, &cross));
    TRY(api->add_to_domain(domain, &layer));
    return api->add_domain(options, domain);
}
