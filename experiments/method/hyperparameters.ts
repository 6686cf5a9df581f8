/**
 * Meta-hyperparameters as a space, and the three that NAS-Bench-1Shot1 tunes one-shot methods in with BOHB (Zela et
 * al. 2020, section 5, and automl/nasbench-1shot1@cb0f0ec): budgets of 25 to 100 search epochs, eta 2, the first
 * configuration being the default one.
 */
import {
  type ConfigSpace,
  expectConfiguration,
  type NumericParameter,
  numeric,
} from '../space/config-space.ts';

export type Hyperparameters = Readonly<Record<string, number>>;

/** @param first values by name, proposed before anything is drawn */
export function hyperparameters(
  name: string,
  parameters: readonly NumericParameter[],
  first?: Hyperparameters,
): ConfigSpace<Hyperparameters> {
  const space: ConfigSpace<Hyperparameters> = {
    name,
    parameters,
    decode(configuration) {
      expectConfiguration(space, configuration);
      return Object.fromEntries(parameters.map((parameter, i) => [parameter.name, configuration[i] ?? 0]));
    },
  };
  if (!first) return space;
  const values = parameters.map((parameter) => first[parameter.name] ?? Number.NaN);
  expectConfiguration(space, values);
  return { ...space, first: values };
}

const parameters = [
  numeric('float', 'weightDecay', [1e-5, 1e-3], 'log'),
  numeric('float', 'cutoutProbability', [0, 1]),
  numeric('float', 'learningRate', [1e-3, 1], 'log'),
  numeric('float', 'architectureLearningRate', [1e-5, 1e-2], 'log'),
  numeric('float', 'architectureWeightDecay', [1e-4, 1e-1], 'log'),
  numeric('float', 'momentum', [0, 0.99]),
  numeric('integer', 'cutoutLength', [2, 32], 'log'),
  numeric('integer', 'batchSize', [16, 128]),
  numeric('integer', 'gradientClip', [1, 9]),
];

/**
 * The study names the first three. Of what the third space adds it names none, so that ConfigSpace takes the middle of each
 * range, on a logarithmic scale where the parameter has one, to ten digits or to whole numbers.
 */
const defaults: Hyperparameters = {
  weightDecay: 3e-4,
  cutoutProbability: 0,
  learningRate: 0.025,
  architectureLearningRate: 0.0003162278,
  architectureWeightDecay: 0.0031622777,
  momentum: 0.495,
  cutoutLength: 8,
  batchSize: 72,
  gradientClip: 5,
};

const sizes = { 1: 2, 2: 3, 3: parameters.length } as const;

/** @param number 1 tunes regularisation, 2 also the learning rate, 3 nine parameters */
export const bench1shot1Tuning = (number: keyof typeof sizes): ConfigSpace<Hyperparameters> =>
  hyperparameters(`bench1shot1-tuning-${number}`, parameters.slice(0, sizes[number]), defaults);
