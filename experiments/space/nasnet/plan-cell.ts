/**
 * What one cell computes, size by size: shared by the arithmetic of counts.ts and by the networks, so that both speak of
 * the same layers. Sources: Zoph et al. 2018, appendix A.4; tensorflow/models@08eebbc,
 * research/slim/nets/nasnet/nasnet_utils.py.
 */
import type { Cell } from './cell.ts';
import type { Combination, Operation } from './operations.ts';

/** The size of a tensor [batch, height, width, channels] without its batch. */
export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * How a map comes to the size that is asked for: as it is; by a 1x1 convolution to other channels (`project`); by a
 * factorised reduction to half its size (`reduce`).
 */
export type Fit = 'as-is' | 'project' | 'reduce';

export interface InputPlan {
  readonly operation: Operation;
  readonly state: number;
  readonly from: Maps;
  readonly to: Maps;
  readonly stride: 1 | 2;
}

export interface BlockPlan {
  readonly inputs: readonly [InputPlan, InputPlan];
  readonly combine: Combination;
  readonly maps: Maps;
}

export interface CellPlan {
  readonly name: string;
  /** 0-based, reductions and the cells of a stem included. */
  readonly number: number;
  /** F of the cell: channels of what each operation makes. */
  readonly channels: number;
  readonly current: Maps;
  /** What the cell before the last one made; null at the start of a network, where the current input stands in. */
  readonly previous: Maps | null;
  readonly previousFit: Fit;
  readonly blocks: readonly BlockPlan[];
  /** The concatenated states. Only those of the two inputs are ever fitted. */
  readonly outputs: readonly { readonly state: number; readonly maps: Maps; readonly fit: Fit }[];
  readonly output: Maps;
}

export interface CellPlace extends Pick<CellPlan, 'name' | 'number' | 'channels' | 'current' | 'previous'> {
  readonly stride: 1 | 2;
}

/** Size after a stride of two, with padding that keeps the size at stride one. */
const halved = (size: number): number => Math.ceil(size / 2);

export function planCell({ blocks, concat }: Cell, place: CellPlace): CellPlan {
  const { current, previous, channels, stride } = place;
  const inside = { ...current, channels };
  const out =
    stride === 2 ? { height: halved(current.height), width: halved(current.width), channels } : inside;
  const previousFit = previous === null ? 'as-is' : fitting(previous, inside);
  const states: Maps[] = [inside, previous === null ? current : inside];
  const planned = blocks.map(({ inputs, combine }): BlockPlan => {
    const plan = ([operation, state]: (typeof inputs)[number]): InputPlan => ({
      ...{ operation, state, from: states[state] ?? inside, to: out },
      stride: state < 2 ? stride : 1,
    });
    const maps = combine === 'add' ? out : { ...out, channels: 2 * channels };
    states.push(maps);
    return { inputs: [plan(inputs[0]), plan(inputs[1])], combine, maps };
  });
  const outputs = concat.map((state) => {
    const maps = states[state] ?? out;
    return { state, maps, fit: state < 2 ? fitting(maps, out) : ('as-is' as const) };
  });
  const width = outputs.reduce((sum, { maps, state }) => sum + (state < 2 ? channels : maps.channels), 0);
  return {
    ...{ name: place.name, number: place.number, channels, current, previous, previousFit },
    ...{ blocks: planned, outputs, output: { ...out, channels: width } },
  };
}

function fitting(from: Maps, to: Maps): Fit {
  if (from.height !== to.height || from.width !== to.width) return 'reduce';
  return from.channels === to.channels ? 'as-is' : 'project';
}
