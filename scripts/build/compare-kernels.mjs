// Runs the native kernels beside the WebAssembly ones on the same bytes, over many shapes, and compares all of the memory
// afterwards: what a kernel should write, and everything else, which it should not.
const pages = 128;
const first = 1024;

/** Small and the same everywhere; it only has to vary. */
function* numbersFrom(seed) {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Both memories, filled alike, and places in them. */
class Bench {
  constructor(wasm, native, seed) {
    this.memories = [0, 1].map(() => new WebAssembly.Memory({ initial: pages }));
    const { exports } = new WebAssembly.Instance(wasm, { env: { memory: this.memories[0] } });
    native.bind(this.memories[1].buffer);
    this.sides = [exports, { ...exports, ...native.kernels }];
    this.numbers = numbersFrom(seed);
    this.next = first;
  }

  integer(low, high) {
    return low + Math.floor(this.numbers.next().value * (high - low + 1));
  }

  pick(...values) {
    return values[this.integer(0, values.length - 1)];
  }

  /** Values of many sizes, zeros of both signs among them. */
  value() {
    const kind = this.integer(0, 15);
    if (kind === 0) return 0;
    if (kind === 1) return -0;
    const size = kind === 2 ? 1e-30 : kind === 3 ? 1e6 : 1;
    return (this.numbers.next().value * 2 - 1) * size;
  }

  #place(bytes) {
    const at = this.next;
    this.next += (bytes + 15) & ~15;
    if (this.next > pages * 65536) throw new Error('Internal error: a case is too large');
    return at;
  }

  floats(count, value = () => this.value()) {
    const at = this.#place(4 * count);
    const values = Float32Array.from({ length: count }, value);
    for (const { buffer } of this.memories) new Float32Array(buffer, at, count).set(values);
    return at;
  }

  positive = (count) => this.floats(count, () => 0.1 + this.numbers.next().value);

  integers(values) {
    const at = this.#place(4 * values.length);
    for (const { buffer } of this.memories) new Int32Array(buffer, at, values.length).set(values);
    return at;
  }

  bytes(values) {
    const at = this.#place(values.length);
    for (const { buffer } of this.memories) new Uint8Array(buffer, at, values.length).set(values);
    return at;
  }

  /** Room for what a kernel needs in between; it may hold anything afterwards. */
  scratch(bytes) {
    const at = this.#place(bytes);
    this.scratches = [...(this.scratches ?? []), [at, bytes]];
    return at;
  }

  /** The first byte at which the memories differ after both ran, or -1. */
  differs(kernel, parameters) {
    for (const side of this.sides) side[kernel](...parameters);
    const [a, b] = this.memories.map(({ buffer }) => new Uint8Array(buffer));
    for (const [at, bytes] of this.scratches ?? []) for (const view of [a, b]) view.fill(0, at, at + bytes);
    return Buffer.compare(a, b) === 0 ? -1 : a.findIndex((byte, i) => byte !== b[i]);
  }
}

const slideOf = (b, { inChannels, outChannels, largest = 9, window: given, dilation: apart }) => {
  const window = given ?? [b.integer(1, 5), b.integer(1, 5)];
  const stride = b.pick([1, 1], [1, 1], [2, 2], [2, 1]);
  const dilation = apart ?? b.pick([1, 1], [1, 1], [2, 2]);
  const inside = [0, 1].map((i) => b.integer(Math.max(2, dilation[i] * (window[i] - 1)), largest));
  const pad = [0, 1].map((i) => b.integer(0, (dilation[i] * (window[i] - 1)) >> 1));
  const out = [0, 1].map((i) =>
    Math.max(1, Math.floor((inside[i] + 2 * pad[i] - dilation[i] * (window[i] - 1) - 1) / stride[i]) + 1),
  );
  const s = { in: [...inside, inChannels], out: [...out, outChannels], window, stride, dilation, pad };
  const values = [...s.in, ...s.out, ...window, ...stride, ...dilation, ...pad];
  return { ...s, at: b.integers([...values, 0, 0]), taps: window[0] * window[1] };
};

const area = ([height, width]) => height * width;
const channelsOf = (b) => b.pick(1, 3, 4, 6, 8, 12, 16, 20, 24, 36, 48);
const groupsOf = (b) => b.pick(4, 8, 12, 16, 20, 28, 36);

/** What the kernels of batch normalisation share: places of whole tensors and of one value for each channel. */
const normalised = (b) => {
  const [rows, channels] = [b.integer(1, 150), channelsOf(b)];
  return {
    ...{ rows, channels },
    all: () => b.floats(rows * channels),
    each: () => b.floats(channels),
    variance: () => b.positive(channels),
    space: b.scratch(64 * (channels + 4)),
  };
};

/** What the kernels of a convolution share. `filter`: values for each tap. */
const slid = (b, { filter, space, ...shape }) => {
  const s = slideOf(b, shape);
  const { inChannels, outChannels } = shape;
  const batch = b.integer(1, 3);
  return {
    ...{ s, batch },
    inputs: () => b.floats(batch * area(s.in) * inChannels),
    outputs: (channels = outChannels) => b.floats(batch * area(s.out) * channels),
    weights: () => b.floats(s.taps * filter),
    space: space === undefined ? 0 : b.scratch(space(b.sides[0], s.at)),
  };
};

const convolution = (b) => {
  const [inChannels, outChannels] = [channelsOf(b), channelsOf(b)];
  const space = (kernels, at) => kernels.conv2dSpace(at);
  return slid(b, { inChannels, outChannels, filter: inChannels * outChannels, space });
};

const depthwise = (b) => {
  const channels = channelsOf(b);
  const space = (kernels, at) => kernels.depthwiseSpace(at);
  return slid(b, { inChannels: channels, outChannels: channels, filter: channels, space });
};

const separable = (b) => {
  const [channels, pointwise] = [groupsOf(b), groupsOf(b)];
  const each = () => b.floats(pointwise);
  const affine = b.pick(() => 0, each);
  return {
    ...slid(b, {
      ...{ inChannels: channels, outChannels: channels, filter: channels, largest: b.pick(9, 34) },
      space: (kernels, at) => kernels.separableSpace(at, pointwise),
    }),
    ...{ channels, pointwise, each, affine },
    mixing: () => b.floats(channels * pointwise),
    flags: [b.integer(0, 1), b.integer(0, 1)],
  };
};

const pool = (b) => {
  const channels = channelsOf(b);
  // Three columns have code of their own, and windows that are not square number their taps otherwise.
  const window = b.pick([3, 3], [2, 2], [4, 3], [5, 3], [3, 4], [b.integer(1, 5), b.integer(1, 5)]);
  return slid(b, { inChannels: channels, outChannels: channels, filter: 0, window, dilation: [1, 1] });
};

/** For each output, the number of the tap that won. */
const winners = (b, { s, batch }) =>
  b.bytes(Array.from({ length: batch * area(s.out) * s.in[2] }, () => b.integer(0, s.taps - 1)));

/** Tensors that a kernel reads or writes by a table of their addresses. */
const listed = (b, tensors, count) => b.integers(Array.from({ length: tensors }, () => b.floats(count)));

/** For each native kernel, the arguments of one case. */
const cases = {
  add(b) {
    const count = b.integer(1, 300);
    return [b.floats(count), b.floats(count), b.floats(count), count];
  },
  addN(b) {
    const [tensors, count] = [b.integer(2, 6), b.pick(5, 1024, 1500)];
    return [listed(b, tensors, count), tensors, b.floats(count), count];
  },
  scale(b) {
    const count = b.integer(1, 300);
    return [b.floats(count), b.floats(count), count, b.value()];
  },
  relu(b) {
    const count = b.integer(1, 300);
    return [b.floats(count), b.floats(count), count];
  },
  reluBack(b) {
    const count = b.integer(1, 300);
    return [b.floats(count), b.floats(count), b.floats(count), count];
  },
  mixedSum(b) {
    const [tensors, count] = [b.integer(1, 8), b.pick(3, 1024, 1501)];
    return [listed(b, tensors, count), b.floats(tensors), tensors, b.floats(count), count];
  },
  mixedSumBack(b) {
    const [tensors, count] = [b.integer(1, 8), b.pick(3, 13, 1024, 1502)];
    const sums = b.pick(0, b.scratch(8 * tensors));
    const pointers = listed(b, 2 * tensors, count);
    return [b.floats(count), pointers, b.floats(tensors), tensors, b.floats(tensors), count, sums];
  },
  batchNorm(b) {
    const { rows, channels, all, each, space } = normalised(b);
    const affine = b.pick(() => 0, each);
    return [all(), affine(), affine(), all(), each(), each(), rows, channels, 1e-5, b.integer(0, 1), space];
  },
  batchNormEval(b) {
    const { rows, channels, all, each, variance, space } = normalised(b);
    const given = [all(), each(), variance(), each(), each()];
    return [...given, all(), rows, channels, 1e-3, b.integer(0, 1), space];
  },
  batchNormBack(b) {
    const { rows, channels, all, each, variance, space } = normalised(b);
    const given = [all(), all(), each(), variance(), each(), each()];
    const [relu, training] = [b.integer(0, 1), b.integer(0, 1)];
    return [...given, all(), each(), each(), rows, channels, 1e-5, relu, training, space];
  },
  matMul(b) {
    const [m, k, n] = [b.integer(1, 40), b.pick(1, 7, 16, 130, 600), b.pick(1, 3, 4, 8, 10, 12, 16, 24, 37)];
    const [turnA, turnB] = [b.integer(0, 1), b.integer(0, 1)];
    const bias = b.pick(0, b.floats(n));
    const space = b.scratch(128 + 4 * k * (n + 8) + 4 * m * k);
    return [b.floats(m * k), b.floats(k * n), bias, b.floats(m * n), m, k, n, turnA, turnB, space];
  },
  conv2d(b) {
    const { s, batch, inputs, outputs, weights, space } = convolution(b);
    return [inputs(), weights(), outputs(), s.at, batch, space];
  },
  conv2dBackInput(b) {
    const { s, batch, inputs, outputs, weights, space } = convolution(b);
    return [outputs(), weights(), inputs(), s.at, b.scratch(64), batch, space];
  },
  conv2dBackFilter(b) {
    const { s, batch, inputs, outputs, weights, space } = convolution(b);
    return [inputs(), outputs(), weights(), s.at, batch, space];
  },
  depthwise(b) {
    const { s, batch, inputs, outputs, weights, space } = depthwise(b);
    return [inputs(), weights(), outputs(), s.at, batch, b.integer(0, 1), space];
  },
  depthwiseBackInput(b) {
    const { s, batch, inputs, outputs, weights, space } = depthwise(b);
    return [outputs(), weights(), b.pick(0, inputs()), inputs(), s.at, batch, space];
  },
  depthwiseBackFilter(b) {
    const { s, batch, inputs, outputs, weights, space } = depthwise(b);
    return [inputs(), outputs(), weights(), s.at, batch, b.integer(0, 1), space];
  },
  separable(b) {
    const { s, batch, pointwise, inputs, outputs, weights, mixing, each, affine, flags, space } =
      separable(b);
    const given = [inputs(), weights(), mixing(), affine(), affine()];
    const made = [outputs(pointwise), each(), each(), outputs(pointwise)];
    return [...given, ...made, s.at, pointwise, batch, ...flags, 1e-5, space];
  },
  separableBack(b) {
    const { s, batch, pointwise, inputs, outputs, weights, mixing, each, affine, flags, space } =
      separable(b);
    const given = [outputs(pointwise), inputs(), weights(), mixing(), outputs(pointwise)];
    const statistics = [each(), b.positive(pointwise), affine(), affine()];
    const made = [inputs(), weights(), mixing(), each(), each()];
    return [...given, ...statistics, ...made, s.at, pointwise, batch, ...flags, 1e-5, b.integer(0, 7), space];
  },
  avgPool(b) {
    const { s, batch, inputs, outputs } = pool(b);
    return [inputs(), outputs(), s.at, batch];
  },
  avgPoolBack(b) {
    const { s, batch, inputs, outputs } = pool(b);
    return [outputs(), inputs(), s.at, batch];
  },
  maxPool(b) {
    const { s, batch, inputs, outputs } = pool(b);
    return [inputs(), outputs(), winners(b, { s, batch }), s.at, batch];
  },
  maxPoolBack(b) {
    const { s, batch, inputs, outputs } = pool(b);
    return [outputs(), winners(b, { s, batch }), inputs(), s.at, batch];
  },
};

export const nativeKernelNames = Object.keys(cases).sort();

/**
 * @param wasm the compiled module of the WebAssembly kernels
 * @param native the loaded native kernels
 * @returns the kernels that gave other bytes, each with the seed of the first such case
 */
export function compareKernels(wasm, native, seeds) {
  const unequal = [];
  for (const [kernel, parametersOf] of Object.entries(cases)) {
    for (let seed = 1; seed <= seeds; seed++) {
      const bench = new Bench(wasm, native, seed);
      if (bench.differs(kernel, parametersOf(bench)) === -1) continue;
      unequal.push({ kernel, seed });
      break;
    }
  }
  return unequal;
}
