// The kernels that are also compiled to native code. Each does what the kernel of the same name in ../assembly does, in the
// same order, so that the bytes are the same; the comments there say what they compute.
#pragma once
#include "call.h"

kernel add, add_n, mixed_sum, mixed_sum_back, relu, relu_back, scale;
kernel batch_norm, batch_norm_back, batch_norm_eval;
kernel conv2d, conv2d_back_filter, conv2d_back_input;
kernel depthwise, depthwise_back_filter, depthwise_back_input;
kernel mat_mul;
kernel avg_pool, avg_pool_back, max_pool, max_pool_back;
kernel separable, separable_back;
