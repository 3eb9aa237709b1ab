/*
 * The part of ONNX Runtime's C ABI that custom operators use, version 17 (onnxruntime_c_api.h). Functions are only ever
 * added behind the others of OrtApi, so their places hold for later versions as well.
 */
#ifndef ORT_ABI_H
#define ORT_ABI_H

#include <stddef.h>
#include <stdint.h>

#define ORT_ABI_VERSION 17

typedef struct OrtStatus OrtStatus;
typedef struct OrtValue OrtValue;
typedef struct OrtShape OrtShape;
typedef struct OrtDomain OrtDomain;
typedef struct OrtContext OrtContext;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtKernelInfo OrtKernelInfo;
typedef struct OrtOperator OrtOperator;
typedef void (*OrtUnused)(void);

enum OrtElement { ORT_FLOAT = 1, ORT_UINT8 = 2, ORT_INT8 = 3, ORT_INT32 = 6 };
enum OrtStatusCode { ORT_FAIL = 1, ORT_INVALID_ARGUMENT = 2 };

typedef struct OrtApi {
    OrtStatus *(*create_status)(int code, const char *message); /* 0 */
    OrtUnused unused_1[25];
    OrtStatus *(*create_domain)(const char *name, OrtDomain **made); /* 26 */
    OrtStatus *(*add_to_domain)(OrtDomain *domain, const OrtOperator *op);
    OrtStatus *(*add_domain)(OrtSessionOptions *options, OrtDomain *domain);
    OrtUnused unused_2[22];
    OrtStatus *(*data)(OrtValue *value, void **data); /* 51 */
    OrtUnused unused_3[9];
    OrtStatus *(*dimension_count)(const OrtShape *shape, size_t *count); /* 61 */
    OrtStatus *(*dimensions)(const OrtShape *shape, int64_t *sizes, size_t count);
    OrtUnused unused_4[2];
    OrtStatus *(*shape)(const OrtValue *value, OrtShape **shape); /* 65 */
    OrtUnused unused_5[24];
    OrtStatus *(*input)(const OrtContext *context, size_t index, const OrtValue **value); /* 90 */
    OrtStatus *(*output)(OrtContext *context, size_t index, const int64_t *sizes, size_t count, OrtValue **value);
    OrtUnused unused_6[7];
    void (*release_shape)(OrtShape *shape); /* 99 */
    OrtUnused unused_7[174];
    OrtStatus *(*parallel)(
        const OrtContext *context, void (*each)(void *data, size_t index), size_t total, size_t batches, void *data); /* 274 */
} OrtApi;

typedef struct OrtApiBase {
    const OrtApi *(*api)(uint32_t version);
    const char *(*version)(void);
} OrtApiBase;

/* OrtCustomOp */
struct OrtOperator {
    uint32_t version;
    OrtUnused create_kernel;
    const char *(*name)(const OrtOperator *);
    const char *(*provider)(const OrtOperator *);
    int (*input_type)(const OrtOperator *, size_t index);
    size_t (*inputs)(const OrtOperator *);
    int (*output_type)(const OrtOperator *, size_t index);
    size_t (*outputs)(const OrtOperator *);
    OrtUnused compute;
    void (*destroy)(void *kernel);
    int (*input_kind)(const OrtOperator *, size_t index);
    int (*output_kind)(const OrtOperator *, size_t index);
    int (*input_memory)(const OrtOperator *, size_t index);
    int (*variadic[4])(const OrtOperator *);
    OrtStatus *(*create_kernel_status)(const OrtOperator *, const OrtApi *, const OrtKernelInfo *, void **kernel);
    OrtStatus *(*compute_status)(void *kernel, OrtContext *context);
    OrtUnused infer_shape;
    int (*start_version)(const OrtOperator *);
    int (*end_version)(const OrtOperator *);
    OrtUnused in_place[3];
};

#endif
