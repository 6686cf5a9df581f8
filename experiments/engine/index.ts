/**
 * The engine: tensors, differentiable ops and optimisers, on top of tfjs. Images are NHWC, numbers float32.
 *
 *   startEngine('wasm' | 'cpu' | 'webgpu' | 'tensorflow')   first of all, once per process
 *
 *   conv2d(x, filter, {stride, pad, dilation})            filter [kh, kw, in, out]
 *   depthwiseConv2d(x, filter, {stride, pad, dilation, relu})   filter [kh, kw, c, 1]; relu is applied to x first
 *   batchNormTrain(x, {gamma, beta, epsilon, relu})       -> {y, mean, variance}; relu is applied to y
 *   separableBatchNormTrain(x, depthwise, pointwise, {stride, pad, dilation, relu, gamma, beta, epsilon, outputRelu})
 *       = batchNormTrain(conv2d(depthwiseConv2d(x)))     the fast form of separable and dilated convolutions
 *   batchNormEval(x, mean, variance, {gamma, beta, epsilon, relu})
 *   maxPool, avgPool(x, {size, stride, pad}); globalAveragePool(x)
 *   linear(x, w, bias); matMul(a, b, {transposeA, transposeB})
 *   softmaxCrossEntropy(logits, labels, {labelSmoothing}) -> scalar mean
 *   mixedSum(tensors, weights); addN(tensors); concatChannels(tensors); splitChannels(x, sizes)
 *   relu(x); embedding(table, indices)
 *
 *   new Parameter(name, shape, values)                    .value .read() .download() .write() .blend() .dispose()
 *   valueAndGradients(f, parameters)                      -> {value, gradients}; null for an unused parameter
 *   clipByGlobalNorm(gradients, maxNorm)                  in place, -> norm or null
 *   new Sgd(parameters, {momentum, weightDecay, nesterov}).step(gradients, learningRate)
 *   new Adam(parameters, {betas, epsilon, weightDecay, form}).step(gradients, learningRate)
 *
 * `pad` is a number for all sides or [[top, bottom], [left, right]]; `stride`, `dilation` and `size` are a number
 * or [height, width]. The other ops of tfjs may be mixed in; docs/engines.md names those to avoid.
 */
export { Adam, type AdamOptions } from './adam.ts';
export { AveragedSgd } from './averaged-sgd.ts';
export { clipByGlobalNorm, globalNorm } from './clip.ts';
export { cosineAnneal } from './cosine-anneal.ts';
export { type Gradients, type ValueAndGradients, valueAndGradients } from './differentiate.ts';
export type { Padding, Pair, WindowOptions } from './geometry.ts';
export { addN } from './ops/add-n.ts';
export {
  type BatchNormOptions,
  type BatchNormResult,
  batchNormEval,
  batchNormTrain,
} from './ops/batch-norm.ts';
export { concatChannels, splitChannels } from './ops/concat-channels.ts';
export { conv2d } from './ops/conv2d.ts';
export { type DepthwiseOptions, depthwiseConv2d } from './ops/depthwise-conv2d.ts';
export { embedding } from './ops/embedding.ts';
export { linear, type MatMulOptions, matMul } from './ops/mat-mul.ts';
export { mixedSum } from './ops/mixed-sum.ts';
export { avgPool, globalAveragePool, maxPool, type PoolOptions } from './ops/pool.ts';
export { relu } from './ops/relu.ts';
export { type SeparableOptions, separableBatchNormTrain } from './ops/separable.ts';
export { type CrossEntropyOptions, softmaxCrossEntropy } from './ops/softmax-cross-entropy.ts';
export { Parameter } from './parameter.ts';
export { Sgd, type SgdOptions } from './sgd.ts';
export { startEngine } from './start.ts';
