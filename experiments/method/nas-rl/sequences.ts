/** What the controller decides in turn, and what that stands for in the space. */
import { anchoredLayers } from '../../space/anchored-layers.ts';
import { type ConfigSpace, type Configuration, listedValues } from '../../space/config-space.ts';
import { decisionFields } from '../../space/decision-fields.ts';
import type { PlannedStep } from './controller.ts';

/** How many layers the controller decides about, where the space has layers with anchors. */
export interface Growth {
  readonly initialLayers: number;
  readonly layersStep: number;
  /** Samples after which so many layers join; 0 for never. */
  readonly layersEvery: number;
}

export interface Sequences {
  /** Every kind of step that occurs. */
  readonly all: readonly PlannedStep[];
  /** @param trial 0-based number of a sample */
  stepsOf(trial: number): readonly PlannedStep[];
  configurationOf(actions: readonly number[]): Configuration;
  /** Which steps took part; undefined where all always do. */
  isActive(configuration: Configuration): readonly boolean[] | undefined;
}

/** Layer by layer where the space has anchors, else parameter by parameter. */
export function sequencesOf(space: ConfigSpace<unknown>, growth: Growth): Sequences {
  const layered = anchoredLayers(space);
  return layered ? ofLayers(layered, growth) : ofParameters(space);
}

function ofLayers(
  { fields, mostLayers, configurationOf }: NonNullable<ReturnType<typeof anchoredLayers>>,
  { initialLayers, layersStep, layersEvery }: Growth,
): Sequences {
  const layer: readonly PlannedStep[] = [
    ...fields.map(({ name, choices }) => ({ kind: 'choice', field: name, choices }) as const),
    { kind: 'anchor' },
  ];
  const layers = (count: number): readonly PlannedStep[] => Array.from({ length: count }, () => layer).flat();
  return {
    all: layer,
    stepsOf(trial) {
      const grown = layersEvery === 0 ? 0 : layersStep * Math.floor(trial / layersEvery);
      return layers(Math.min(mostLayers, initialLayers + grown));
    },
    configurationOf(actions) {
      const made: (readonly number[])[] = [];
      for (let at = 0; at < actions.length; ) {
        const length = fields.length + made.length;
        made.push(actions.slice(at, at + length));
        at += length;
      }
      return configurationOf(made);
    },
    isActive: () => undefined,
  };
}

/** Numbers are choices among their values, or among some of them where they are many. */
function ofParameters(space: ConfigSpace<unknown>): Sequences {
  const values = space.parameters.map(listedValues);
  const fields = decisionFields(space);
  const steps = values.map(({ length }, i) => ({
    ...({ kind: 'choice', field: fields[i] as string, choices: length } as const),
  }));
  return {
    all: steps,
    stepsOf: () => steps,
    configurationOf: (actions) => actions.map((action, i) => values[i]?.[action] ?? Number.NaN),
    isActive: (configuration) => space.isActive?.(configuration),
  };
}
