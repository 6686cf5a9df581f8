// The kernels of the wasm engine. They work in the memory of tfjs, on addresses they are given, and keep no
// state: no data segment, no global and no table, so that they cannot collide with it. Sizes are in elements
// unless a name says bytes. f64 sums, fixed orders and no relaxed instructions make their results bit-exact.
export { batchNorm, batchNormBack, batchNormEval, batchNormSpace } from './batch-norm';
export { conv2d, conv2dBackFilter, conv2dBackInput, conv2dSpace } from './convolution';
export { depthwise, depthwiseBackFilter, depthwiseBackInput, depthwiseSpace } from './depthwise-kernels';
export { add, addN, copyRows, gather, mixedSum, mixedSumBack, relu, reluBack, scale, scatterAdd } from './elementwise';
export { crossEntropy } from './loss';
export { columnSum, matMul, matMulSpace } from './matrix';
export { adam, blend, sgd, sumOfSquares } from './optimiser';
export { separable, separableBack, separableSpace } from './separable';
export { avgPool, avgPoolBack, globalAvgPool, globalAvgPoolBack, maxPool, maxPoolBack } from './pool';
