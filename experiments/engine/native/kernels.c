#include "kernels.h"

/** Under the names by which JavaScript knows them. */
const struct entry KERNELS[] = {
    {"add", add},
    {"addN", add_n},
    {"avgPool", avg_pool},
    {"avgPoolBack", avg_pool_back},
    {"batchNorm", batch_norm},
    {"batchNormBack", batch_norm_back},
    {"batchNormEval", batch_norm_eval},
    {"conv2d", conv2d},
    {"conv2dBackFilter", conv2d_back_filter},
    {"conv2dBackInput", conv2d_back_input},
    {"depthwise", depthwise},
    {"depthwiseBackFilter", depthwise_back_filter},
    {"depthwiseBackInput", depthwise_back_input},
    {"matMul", mat_mul},
    {"maxPool", max_pool},
    {"maxPoolBack", max_pool_back},
    {"mixedSum", mixed_sum},
    {"mixedSumBack", mixed_sum_back},
    {"relu", relu},
    {"reluBack", relu_back},
    {"scale", scale},
    {"separable", separable},
    {"separableBack", separable_back},
    {NULL, NULL},
};
