/**
 * A second ImageNet network, for comparison: float64, NCHW, plain loops over the official names of the weights, written
 * from the description of the network alone. It shares no code with the networks it checks.
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';

export interface Maps {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly data: Float64Array;
}

/** In PyTorch's layout, by name. */
export type NamedWeights = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly values: ArrayLike<number> }
>;

const maps = (n: number, c: number, h: number, w: number): Maps => ({
  n,
  c,
  h,
  w,
  data: new Float64Array(n * c * h * w),
});
const at = (x: Maps, n: number, c: number, y: number, z: number): number =>
  y < 0 || z < 0 || y >= x.h || z >= x.w ? 0 : (x.data[((n * x.c + c) * x.h + y) * x.w + z] ?? NaN);

function fill(out: Maps, value: (n: number, c: number, y: number, x: number) => number): Maps {
  let i = 0;
  for (let n = 0; n < out.n; n += 1)
    for (let c = 0; c < out.c; c += 1)
      for (let y = 0; y < out.h; y += 1)
        for (let x = 0; x < out.w; x += 1) {
          out.data[i] = value(n, c, y, x);
          i += 1;
        }
  return out;
}

const relu = (x: Maps): Maps => ({ ...x, data: x.data.map((v) => Math.max(0, v)) });
const plus = (a: Maps, b: Maps): Maps => ({ ...a, data: a.data.map((v, i) => v + (b.data[i] ?? NaN)) });
const joined = (parts: readonly Maps[]): Maps => {
  const [first] = parts as [Maps];
  const owners = parts.flatMap((part) => Array.from({ length: part.c }, (_, c) => [part, c] as const));
  return fill(maps(first.n, owners.length, first.h, first.w), (n, c, y, x) => {
    const [part, channel] = owners[c] as [Maps, number];
    return at(part, n, channel, y, x);
  });
};

type Pair = readonly [number, number];
interface Sliding {
  readonly stride?: Pair;
  readonly pad?: Pair;
  readonly dilation?: number;
  readonly depthwise?: boolean;
}

export class ReferenceNetwork {
  readonly #weights: NamedWeights;

  constructor(weights: NamedWeights) {
    this.#weights = weights;
  }

  /** Logits, and those of the auxiliary head; normalised by the minibatch. */
  run(
    images: Maps,
    genotype: CnnGenotype,
    layers: number,
  ): { logits: Float64Array; auxiliary: Float64Array } {
    const half = { stride: [2, 2], pad: [1, 1] } as const;
    const first = relu(this.#norm(this.#conv(images, 'stem0.0', half), 'stem0.1'));
    let older = this.#norm(this.#conv(first, 'stem0.3', half), 'stem0.4');
    let previous = this.#norm(this.#conv(relu(older), 'stem1.1', half), 'stem1.2');
    let auxiliary: Float64Array = new Float64Array();
    let afterReduction = true;
    for (let cell = 0; cell < layers; cell += 1) {
      const reduces = cell === Math.floor(layers / 3) || cell === Math.floor((2 * layers) / 3);
      const name = `cells.${cell}`;
      const inputs = [
        afterReduction
          ? this.#shrink(older, `${name}.preprocess0`)
          : this.#project(older, `${name}.preprocess0`),
        this.#project(previous, `${name}.preprocess1`),
      ];
      const out = this.#cell(inputs, name, reduces ? genotype.reduce : genotype.normal, reduces);
      [older, previous, afterReduction] = [
        previous,
        joined((reduces ? genotype.reduce_concat : genotype.normal_concat).map((i) => out[i] as Maps)),
        reduces,
      ];
      if (cell === Math.floor((2 * layers) / 3)) auxiliary = this.#head(previous);
    }
    const pooled = fill(maps(previous.n, previous.c, 1, 1), (n, c) => {
      let sum = 0;
      for (let y = 0; y < 7; y += 1) for (let x = 0; x < 7; x += 1) sum += at(previous, n, c, y, x);
      return sum / 49;
    });
    return { logits: this.#linear(pooled, 'classifier'), auxiliary };
  }

  #cell(inputs: Maps[], name: string, cell: readonly GenotypeEdge[], reduces: boolean): Maps[] {
    const nodes = [...inputs];
    for (let i = 0; i < cell.length; i += 2) {
      const [a, b] = [i, i + 1].map((e) => {
        const [operation, source] = cell[e] as GenotypeEdge;
        return this.#operation(
          nodes[source] as Maps,
          operation,
          `${name}._ops.${e}`,
          reduces && source < 2 ? 2 : 1,
        );
      }) as [Maps, Maps];
      nodes.push(plus(a, b));
    }
    return nodes;
  }

  #operation(x: Maps, operation: string, name: string, s: 1 | 2): Maps {
    const separable = /^(sep|dil)_conv_(\d)x/.exec(operation);
    if (separable) {
      const kernel = Number(separable[2]);
      const once = this.#separable(x, `${name}.op`, 1, kernel, separable[1] === 'dil' ? 2 : 1, s);
      return separable[1] === 'dil' ? once : this.#separable(once, `${name}.op`, 5, kernel, 1, 1);
    }
    if (operation === 'skip_connect') return s === 1 ? x : this.#shrink(x, name);
    if (operation === 'conv_7x1_1x7') {
      const across = this.#conv(relu(x), `${name}.1`, { stride: [1, s], pad: [0, 3] });
      return this.#norm(this.#conv(across, `${name}.2`, { stride: [s, 1], pad: [3, 0] }), `${name}.3`);
    }
    return fill(maps(x.n, x.c, Math.ceil(x.h / s), Math.ceil(x.w / s)), (n, c, y, z) => {
      const inside: number[] = [];
      for (let i = s * y - 1; i <= s * y + 1; i += 1)
        for (let j = s * z - 1; j <= s * z + 1; j += 1)
          if (i >= 0 && j >= 0 && i < x.h && j < x.w) inside.push(at(x, n, c, i, j));
      return operation === 'max_pool_3x3'
        ? Math.max(...inside)
        : inside.reduce((sum, v) => sum + v, 0) / inside.length;
    });
  }

  #separable(x: Maps, name: string, first: number, kernel: number, dilation: number, s: number): Maps {
    const pad = (dilation * (kernel - 1)) / 2;
    const options = { stride: [s, s], pad: [pad, pad], dilation, depthwise: true } as const;
    const spatial = this.#conv(relu(x), `${name}.${first}`, options);
    return this.#norm(this.#conv(spatial, `${name}.${first + 1}`, {}), `${name}.${first + 2}`);
  }

  #project(x: Maps, name: string): Maps {
    return this.#norm(this.#conv(relu(x), `${name}.op.1`, {}), `${name}.op.2`);
  }

  #shrink(x: Maps, name: string): Maps {
    const active = relu(x);
    const shifted = fill(maps(x.n, x.c, x.h - 1, x.w - 1), (n, c, y, z) => at(active, n, c, y + 1, z + 1));
    const halves = [
      this.#conv(active, `${name}.conv_1`, { stride: [2, 2] }),
      this.#conv(shifted, `${name}.conv_2`, { stride: [2, 2] }),
    ];
    return this.#norm(joined(halves), `${name}.bn`);
  }

  #head(x: Maps): Float64Array {
    const active = relu(x);
    const pooled = fill(maps(x.n, x.c, 2, 2), (n, c, y, z) => {
      let sum = 0;
      for (let i = 0; i < 5; i += 1)
        for (let j = 0; j < 5; j += 1) sum += at(active, n, c, 2 * y + i, 2 * z + j);
      return sum / 25;
    });
    const name = 'auxiliary_head';
    const narrow = relu(this.#norm(this.#conv(pooled, `${name}.features.2`, {}), `${name}.features.3`));
    const wide = relu(this.#conv(narrow, `${name}.features.5`, {}));
    return this.#linear(wide, `${name}.classifier`);
  }

  #get(name: string): { readonly shape: readonly number[]; readonly values: ArrayLike<number> } {
    const found = this.#weights.get(name);
    if (!found) throw new Error(`no weight ${name}`);
    return found;
  }

  #conv(
    x: Maps,
    name: string,
    { stride = [1, 1], pad = [0, 0], dilation = 1, depthwise = false }: Sliding,
  ): Maps {
    const { shape, values } = this.#get(`${name}.weight`);
    // Filters of one row or column may be registered flat, as [out, taps * in, 1, 1] with the taps outermost.
    const [outChannels = 0, , kh = 0, kw = 0] = shape;
    const flat = !depthwise && shape[1] !== x.c;
    const [rows, columns] = flat ? (pad[0] > 0 ? [7, 1] : [1, 7]) : [kh, kw];
    const inside = depthwise ? 1 : x.c;
    const filter = (o: number, i: number, r: number, k: number): number =>
      flat
        ? (values[(o * (rows * columns) + r * columns + k) * inside + i] ?? NaN)
        : (values[((o * inside + i) * rows + r) * columns + k] ?? NaN);
    const size = (length: number, taps: number, axis: 0 | 1): number =>
      Math.floor((length + 2 * pad[axis] - dilation * (taps - 1) - 1) / stride[axis]) + 1;
    return fill(maps(x.n, outChannels, size(x.h, rows, 0), size(x.w, columns, 1)), (n, o, y, z) => {
      let sum = 0;
      for (let i = 0; i < inside; i += 1)
        for (let r = 0; r < rows; r += 1)
          for (let k = 0; k < columns; k += 1) {
            const [iy, ix] = [y * stride[0] - pad[0] + r * dilation, z * stride[1] - pad[1] + k * dilation];
            sum += filter(o, i, r, k) * at(x, n, depthwise ? o : i, iy, ix);
          }
      return sum;
    });
  }

  #norm(x: Maps, name: string): Maps {
    const { values: gamma } = this.#get(`${name}.weight`);
    const { values: beta } = this.#get(`${name}.bias`);
    const count = x.n * x.h * x.w;
    const statistics = Array.from({ length: x.c }, (_, c) => {
      let [sum, squares] = [0, 0];
      for (let n = 0; n < x.n; n += 1)
        for (let y = 0; y < x.h; y += 1) for (let z = 0; z < x.w; z += 1) sum += at(x, n, c, y, z);
      const mean = sum / count;
      for (let n = 0; n < x.n; n += 1)
        for (let y = 0; y < x.h; y += 1)
          for (let z = 0; z < x.w; z += 1) squares += (at(x, n, c, y, z) - mean) ** 2;
      return [mean, Math.sqrt(squares / count + 1e-5)] as const;
    });
    return fill(maps(x.n, x.c, x.h, x.w), (n, c, y, z) => {
      const [mean, deviation] = statistics[c] as readonly [number, number];
      return ((at(x, n, c, y, z) - mean) / deviation) * (gamma[c] ?? NaN) + (beta[c] ?? NaN);
    });
  }

  #linear(x: Maps, name: string): Float64Array {
    const { shape, values } = this.#get(`${name}.weight`);
    const { values: bias } = this.#get(`${name}.bias`);
    const [outs = 0, ins = 0] = shape;
    // Flattened as [channels, height, width], which is 1x1 here.
    return Float64Array.from({ length: x.n * outs }, (_, i) => {
      const [n, o] = [Math.floor(i / outs), i % outs];
      let sum = bias[o] ?? NaN;
      for (let k = 0; k < ins; k += 1) sum += (values[o * ins + k] ?? NaN) * (x.data[n * ins + k] ?? NaN);
      return sum;
    });
  }
}
