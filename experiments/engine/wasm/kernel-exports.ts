/** What `assembly/` exports. Addresses and sizes are plain numbers; an absent tensor is address 0. */
type N = number;

export interface KernelExports {
  batchNorm(
    x: N,
    gamma: N,
    beta: N,
    y: N,
    mean: N,
    variance: N,
    rows: N,
    channels: N,
    epsilon: N,
    relu: N,
    space: N,
  ): void;
  batchNormBack(
    dy: N,
    x: N,
    mean: N,
    variance: N,
    gamma: N,
    beta: N,
    dx: N,
    dGamma: N,
    dBeta: N,
    rows: N,
    channels: N,
    epsilon: N,
    relu: N,
    training: N,
    space: N,
  ): void;
  batchNormEval(
    x: N,
    mean: N,
    variance: N,
    gamma: N,
    beta: N,
    y: N,
    rows: N,
    channels: N,
    epsilon: N,
    relu: N,
    space: N,
  ): void;
  batchNormSpace(channels: N): N;
  conv2d(x: N, filter: N, y: N, slide: N, batch: N, space: N): void;
  conv2dBackInput(dy: N, filter: N, dx: N, slide: N, back: N, batch: N, space: N): void;
  conv2dBackFilter(x: N, dy: N, dFilter: N, slide: N, batch: N, space: N): void;
  conv2dSpace(slide: N): N;
  depthwise(x: N, filter: N, y: N, slide: N, batch: N, relu: N, space: N): void;
  depthwiseBackInput(dy: N, filter: N, x: N, dx: N, slide: N, batch: N, space: N): void;
  depthwiseBackFilter(x: N, dy: N, dFilter: N, slide: N, batch: N, relu: N, space: N): void;
  depthwiseSpace(slide: N): N;
  add(a: N, b: N, y: N, count: N): void;
  addN(pointers: N, tensors: N, y: N, count: N): void;
  copyRows(from: N, fromStep: N, to: N, toStep: N, rows: N, bytes: N): void;
  gather(table: N, rows: N, width: N, indices: N, count: N, y: N): N;
  mixedSum(pointers: N, weights: N, tensors: N, y: N, count: N): void;
  mixedSumBack(dy: N, pointers: N, weights: N, tensors: N, dWeights: N, count: N, sums: N): void;
  relu(x: N, y: N, count: N): void;
  reluBack(dy: N, y: N, dx: N, count: N): void;
  scale(x: N, y: N, count: N, factor: N): void;
  scatterAdd(dy: N, rows: N, width: N, indices: N, count: N, table: N): void;
  crossEntropy(logits: N, labels: N, batch: N, classes: N, smoothing: N, loss: N, gradient: N, space: N): N;
  columnSum(x: N, rows: N, columns: N, y: N): void;
  matMul(a: N, b: N, bias: N, c: N, m: N, k: N, n: N, transposeA: N, transposeB: N, space: N): void;
  matMulSpace(m: N, k: N, n: N, transposeA: N): N;
  separable(
    x: N,
    depthwise: N,
    pointwise: N,
    gamma: N,
    beta: N,
    y: N,
    mean: N,
    variance: N,
    z: N,
    slide: N,
    outChannels: N,
    batch: N,
    relu: N,
    outRelu: N,
    epsilon: N,
    space: N,
  ): void;
  separableBack(
    dy: N,
    x: N,
    depthwise: N,
    pointwise: N,
    z: N,
    mean: N,
    variance: N,
    gamma: N,
    beta: N,
    dx: N,
    dDepthwise: N,
    dPointwise: N,
    dGamma: N,
    dBeta: N,
    slide: N,
    outChannels: N,
    batch: N,
    relu: N,
    outRelu: N,
    epsilon: N,
    wants: N,
    space: N,
  ): void;
  separableSpace(slide: N, outChannels: N): N;
  sgd(w: N, gradient: N, v: N, count: N, rate: N, momentum: N, decay: N, first: N): void;
  adam(
    w: N,
    gradient: N,
    m: N,
    v: N,
    count: N,
    step: N,
    beta1: N,
    beta2: N,
    decay: N,
    rootScale: N,
    epsilon: N,
  ): void;
  blend(target: N, source: N, count: N, keep: N, take: N): void;
  sumOfSquares(x: N, count: N): N;
  avgPool(x: N, y: N, slide: N, batch: N): void;
  avgPoolBack(dy: N, dx: N, slide: N, batch: N): void;
  globalAvgPool(x: N, y: N, batch: N, pixels: N, channels: N): void;
  globalAvgPoolBack(dy: N, dx: N, batch: N, pixels: N, channels: N): void;
  maxPool(x: N, y: N, taps: N, slide: N, batch: N): void;
  maxPoolBack(dy: N, taps: N, dx: N, slide: N, batch: N): void;
}
