/** What every gradient-based search keeps, on a tiny data set. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import type {
  ArchitectureStepSettings,
  SharedWeightsSettings,
} from '../../../experiments/oneshot/settings.ts';
import { countSuperNet } from '../../../experiments/space/darts-cnn/counts.ts';
import { nodeInputs } from '../../../experiments/space/darts-cnn/genotype.ts';
import { networkShape } from '../../../experiments/space/darts-cnn/layout.ts';
import type { SearchOutcome, SearchRun } from '../../../experiments/task/image-classification/search-run.ts';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { Result } from '../../../schemas/result.ts';
import { bytesOf, tinyCounts, tinyRun } from './tiny-search.ts';

type Search<S> = (run: SearchRun<S>) => Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>>;

export interface SearchCase<S> {
  readonly settings: S;
  /** Whether steps on the architecture take validation minibatches of their own. */
  readonly alternates: boolean;
  /** Names of the architecture parameters in the trajectory. */
  readonly parameters: readonly string[];
}

export function describeGradientSearch<S extends SharedWeightsSettings & ArchitectureStepSettings>(
  name: string,
  search: Search<S>,
  { settings, alternates, parameters }: SearchCase<S>,
): void {
  const searched = async (seed: number, changed: Partial<S> = {}) => {
    const tiny = tinyRun({ ...settings, ...changed }, seed);
    const outcome = await search(tiny.run);
    return { ...tiny, outcome };
  };

  describe(name, () => {
    let first: Awaited<ReturnType<typeof searched>>;

    beforeAll(async () => {
      await startEngine('wasm');
      first = await searched(1);
    });

    test('equal seeds give equal bytes, other seeds give others; no tensor is left behind', async () => {
      const before = memory().numTensors;
      const [again, other] = [await searched(1), await searched(2)];
      expect(bytesOf(again.outcome, again.lines)).toBe(bytesOf(first.outcome, first.lines));
      expect(bytesOf(other.outcome, other.lines)).not.toBe(bytesOf(first.outcome, first.lines));
      expect(memory().numTensors).toBe(before);
    });

    test('writes one line an epoch; parameters rest in warm-up epochs and move after', async () => {
      const { lines, outcome } = first;
      expect(lines.map(({ phase, epoch }) => [phase, epoch])).toEqual([1, 2, 3].map((e) => ['search', e]));
      const onlyWarm = { epochs: 1, warmUpEpochs: 1 } as Partial<S>;
      const start = (await searched(1, onlyWarm)).lines[0];
      const valuesOf = (line: JsonObject | undefined, parameter: string) =>
        Object.entries(line?.[parameter] ?? {});
      for (const parameter of parameters) {
        const resting = valuesOf(start, parameter);
        expect(resting.map(([kind]) => kind)).toEqual(['normal', 'reduce']);
        expect(valuesOf(lines[0], parameter)).toEqual(resting);
        const [second, third] = [valuesOf(lines[1], parameter), valuesOf(lines[2], parameter)];
        resting.forEach((values, kind) => {
          expect(second[kind]).not.toEqual(values);
          expect(third[kind]).not.toEqual(second[kind]);
        });
      }
      expect(outcome.ok && outcome.value.architecture).toEqual(lines[2]?.['genotype']);
    });

    test('measures the whole validation part and ends its progress where it said', () => {
      const { outcome, progress } = first;
      if (!outcome.ok) throw new Error('the search failed');
      expect(outcome.value.validation.examples).toBe(tinyCounts.validation);
      for (const node of nodeInputs(outcome.value.architecture.normal)) expect(node).toHaveLength(2);
      const steps = Math.ceil(tinyCounts.train / settings.batchSize);
      const architectureSteps = alternates ? (settings.epochs - settings.warmUpEpochs) * steps : 0;
      const measuring = (settings.epochs + 1) * Math.ceil(tinyCounts.validation / settings.batchSize);
      const total = settings.epochs * steps + architectureSteps + measuring;
      expect(progress.at(-1)).toEqual([total, total]);
      expect(outcome.value.cost.multiplyAdds).toBeGreaterThan(0);
    });

    test('fails when it diverges, and leaves no tensor behind', async () => {
      const before = memory().numTensors;
      const { outcome } = await searched(1, { learningRate: 1e30, gradientClip: 1e30 } as Partial<S>);
      expect(outcome).toEqual({
        ok: false,
        failures: [
          {
            reason: 'diverged',
            message:
              'The search diverged: a loss or an architecture parameter was no longer a number in epoch 1',
            hint: 'Lower learningRate, architectureLearningRate or gradientClip',
            multiplyAdds: expect.any(Number),
          },
        ],
      });
      expect(memory().numTensors).toBe(before);
    });

    test('images that no network fits are refused', async () => {
      const { run } = tinyRun(settings, 1);
      const outcome = await search({ ...run, traits: { ...run.traits, height: 6 } });
      expect(outcome.ok || outcome.failures[0]).toEqual({
        reason: 'job-refused',
        message: 'Images must have a height and a width divisible by 4, got 6x16',
      });
    });
  });
}

/** Multiply-adds of one example through the whole super-net of a tiny run. */
export const superNetMultiplyAdds = <S extends SharedWeightsSettings>({ traits, settings }: SearchRun<S>) =>
  countSuperNet(networkShape(traits, settings)).multiplyAdds;
