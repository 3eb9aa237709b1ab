/*
 * Hands what is computed here to ONNX Runtime as operators of the domain org.whispernotes. Floats unless another type
 * stands there; a layer is three inputs: weights uint8 [outputs / 16, inputs, 16], scales and bias [outputs] (row_linear.h).
 *
 * LayerNorm            x [rows, frames, width], gain and shift [width] -> as x
 * SelfAttention8       queries, keys and values [1, frames, 3 * width] -> [1, frames, width]
 * LinearRows8          x [1, frames, inputs], layer -> [1, frames, outputs]
 * FeedForward8         x [1, frames, width], layer, layer -> [1, frames, width]: GELU between the two
 * HalvingConvolution8  x [1, 2 * frames, inputs], layer of 3 * inputs -> [1, frames, outputs]: three frames in steps of two,
 *                      one zero before the first, and GELU
 * CrossFrames8         x [1, frames, width] -> int8 [1, heads, frames, 64], scale of each channel [1, 1, width]
 * CrossAttention8      query [rows, 1, width], keys and values int8 [windows, heads, capacity, 64], last int32 [rows]: the last
 *                      frame of each row, heard int32 [rows]: its window -> [rows, 1, width]
 * Linear8              x [rows, 1, inputs], weights uint8 [outputs / 16, inputs, 16], scales [outputs / 16, inputs / 64, 16],
 *                      bias [outputs] (linear.h) -> [rows, 1, outputs]
 */
#include "operator.h"

const OrtApi *api;

OrtStatus *invalid(const char *message) { return api->create_status(ORT_INVALID_ARGUMENT, message); }

OrtStatus *out_of_memory(void) { return api->create_status(ORT_FAIL, "out of memory"); }

OrtStatus *read_input(OrtContext *context, size_t index, const void **data, int64_t *sizes, size_t dimensions) {
    const OrtValue *value;
    OrtShape *shape;
    size_t count;
    TRY(api->input(context, index, &value));
    TRY(api->shape(value, &shape));
    OrtStatus *failure = api->dimension_count(shape, &count);
    if (!failure && count == dimensions) failure = api->dimensions(shape, sizes, count);
    api->release_shape(shape);
    if (failure) return failure;
    if (count != dimensions) return invalid("an input has another number of dimensions");
    return api->data((OrtValue *)value, (void **)data);
}

OrtStatus *make_output(OrtContext *context, size_t index, const int64_t *sizes, size_t dimensions, void **data) {
    OrtValue *value;
    TRY(api->output(context, index, sizes, dimensions, &value));
    return api->data(value, data);
}

static OrtStatus *create(const OrtOperator *op, const OrtApi *unused, const OrtKernelInfo *info, void **kernel) {
    (void)unused;
    (void)info;
    *kernel = (void *)op; /* nothing to keep; null would be taken for a failure */
    return 0;
}

static OrtStatus *compute(void *kernel, OrtContext *context) {
    unsigned before = begin_flushing();
    OrtStatus *status = ((const Operator *)kernel)->compute(context);
    end_flushing(before);
    return status;
}

static void destroy(void *kernel) { (void)kernel; }
static const char *provider(const OrtOperator *op) { return (void)op, "CPUExecutionProvider"; }
static const char *name(const OrtOperator *op) { return ((const Operator *)op)->name; }
static size_t inputs(const OrtOperator *op) { return ((const Operator *)op)->inputs; }
static size_t outputs(const OrtOperator *op) { return ((const Operator *)op)->outputs; }
static int input_type(const OrtOperator *op, size_t index) { return ((const Operator *)op)->input_types[index]; }
static int output_type(const OrtOperator *op, size_t index) { return ((const Operator *)op)->output_types[index]; }
static int zero_of(const OrtOperator *op, size_t index) { return (void)op, (void)index, 0; }
static int once(const OrtOperator *op) { return (void)op, 1; }
static int newest(const OrtOperator *op) { return (void)op, INT32_MAX; }

#define F ORT_FLOAT
#define LAYER ORT_UINT8, F, F
#define OPERATOR(NAME, COMPUTE, INPUTS, OUTPUTS, ...)                                                          \
    {.base = {.version = ORT_ABI_VERSION, .name = name, .provider = provider, .input_type = input_type,        \
              .inputs = inputs, .output_type = output_type, .outputs = outputs, .destroy = destroy,            \
              .input_kind = zero_of, .output_kind = zero_of, .input_memory = zero_of,                          \
              .variadic = {once, once, once, once}, .create_kernel_status = create, .compute_status = compute, \
              .start_version = once, .end_version = newest},                                                   \
     .name = NAME, .compute = COMPUTE, .inputs = INPUTS, .outputs = OUTPUTS, __VA_ARGS__}

static const Operator operators[] = {
    OPERATOR("LayerNorm", compute_layer_norm, 3, 1, .input_types = {F, F, F}, .output_types = {F}),
    OPERATOR("SelfAttention8", compute_self_attention, 1, 1, .input_types = {F}, .output_types = {F}),
    OPERATOR("LinearRows8", compute_linear_rows, 4, 1, .input_types = {F, LAYER}, .output_types = {F}),
    OPERATOR("FeedForward8", compute_feed_forward, 7, 1, .input_types = {F, LAYER, LAYER}, .output_types = {F}),
    OPERATOR("HalvingConvolution8", compute_halving_convolution, 4, 1, .input_types = {F, LAYER}, .output_types = {F}),
    OPERATOR("CrossFrames8", compute_cross_frames, 1, 2, .input_types = {F}, .output_types = {ORT_INT8, F}),
    OPERATOR(
        "CrossAttention8", compute_cross_attention, 5, 1,
        .input_types = {F, ORT_INT8, ORT_INT8, ORT_INT32, ORT_INT32}, .output_types = {F}),
    OPERATOR("Linear8", compute_linear, 4, 1, .input_types = {F, ORT_UINT8, F, F}, .output_types = {F}),
};

/* ONNX Runtime calls this, by its name, when the library is registered. */
__attribute__((visibility("default"))) OrtStatus *RegisterCustomOps(OrtSessionOptions *options, const OrtApiBase *base) {
    OrtDomain *domain;
    api = base->api(ORT_ABI_VERSION);
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx512vnni") || !__builtin_cpu_supports("avx512bw")) {
        return api->create_status(ORT_FAIL, "these operators need a processor with AVX-512 VNNI");
    }
    TRY(api->create_domain("org.whispernotes", &domain));
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        TRY(api->add_to_domain(domain, &operators[i].base));
    }
    return api->add_domain(options, domain);
}
