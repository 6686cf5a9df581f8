/** Searches that ask for their trials, over a runner that takes no time and answers out of order. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { asha } from '../../../experiments/method/asha.ts';
import type { BlackBoxMethod } from '../../../experiments/method/black-box-method.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { searchByTrials } from '../../../experiments/trial/search-by-trials.ts';
import { canonicalDigest, canonicalJson } from '../../../schemas/canonical.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { toJobKey } from '../../../schemas/ids.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { type JobMetrics, readMetric } from '../../../schemas/metrics.ts';
import { type TrialAnswer, type TrialRequest, trialLineFormat } from '../../../schemas/trial.ts';
import { writeOutputs } from '../../util/trial-outputs.ts';
import { errorScore } from '../method/error-score.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-asked-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Architectures that are numbers in [0, 1). */
const numbers = {
  sample: (source: { uniform(): number }) => source.uniform(),
  mutate: (value: number, source: { uniform(): number }) => (value + source.uniform() / 10) % 1,
};
const methods: Readonly<Record<string, () => BlackBoxMethod<number>>> = {
  random: () => randomSearch(numbers, { epochs: 3, key: key(1) }),
  evolution: () =>
    regularizedEvolution(numbers, { epochs: 3, key: key(1), population: 4, sample: 2, replacement: true }),
  asha: () => asha(numbers, { eta: 2, minEpochs: 1, maxEpochs: 4, key: key(1) }),
};

type Compute = (request: TrialRequest) => JobMetrics | JobFailure;

const crash = {
  message: 'Training diverged: the loss was no longer a number in epoch 2',
  hint: 'Lower learningRate or gradientClip',
};
const architectureOf = ({ parameters }: TrialRequest) => Number(parameters['architecture']);

/** Every fourth trial crashes. */
const compute: Compute = (request) => {
  const { number, parameters } = request;
  const epochs = Number(parameters['epochs']);
  if (number % 4 === 2) return { cost: { multiplyAdds: 1, architectures: 1 }, crash };
  const errorPercent = 90 * architectureOf(request) + 10 / epochs;
  const validation = { split: 'validation' as const, examples: 10, errorPercent, loss: 1 };
  return { validation, cost: { multiplyAdds: 10.1 * epochs, architectures: 1 } };
};

interface Options {
  readonly method?: string;
  readonly workers?: number;
  readonly compute?: Compute;
  readonly problem?: (architecture: number) => string | undefined;
  /** Answers that are known already. */
  readonly known?: Map<string, TrialAnswer>;
}

const evaluations = 12;
let folders = 0;

function answered(request: TrialRequest, metrics: JobMetrics): TrialAnswer {
  folders += 1;
  const architecture = { space: 'numbers', id: String(architectureOf(request)), genotype: null };
  const files = {
    'metrics.json': `${canonicalJson(metrics)}\n`,
    'trajectory.jsonl': `${canonicalJson({ phase: 'train', epoch: 1 })}\n`,
    ...(metrics.crash ? {} : { 'architecture.json': `${canonicalJson(architecture)}\n` }),
  };
  const outputs = writeOutputs(join(root, String(folders)), files);
  return { done: true, key: toJobKey(canonicalDigest(request.parameters)), outputs, isHit: false };
}

/** Everything that a job writes, as text, and the trials that were computed for it. */
async function search({ method = 'random', workers = 1, problem, known, ...rest }: Options = {}) {
  const computed: number[] = [];
  const lines: JsonObject[] = [];
  const progress: (readonly [number, number, number | undefined])[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const port = async (request: TrialRequest): Promise<TrialAnswer> => {
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    // Later trials are answered first, as on machines of different speed.
    for (let i = 0; i < 20 - (request.number % 7) * 2; i += 1) await new Promise(setImmediate);
    underWay -= 1;
    const name = String(request.number);
    const before = known?.get(name);
    if (before?.done) return { ...before, isHit: true };
    computed.push(request.number);
    const result = (rest.compute ?? compute)(request);
    const answer: TrialAnswer =
      'reason' in result ? { done: false, failure: result } : answered(request, result);
    known?.set(name, answer);
    return answer;
  };
  const outcome = await searchByTrials<number>({
    method: (methods[method] ?? raise)(),
    kind: {
      id: String,
      ...(problem ? { problem } : {}),
      seconds: ({ architecture, epochs }) => epochs * (1 + Math.floor(3 * architecture)),
      request: ({ architecture, epochs }) => ({
        ...{ parameters: { architecture, epochs }, architecture: null, inputs: {} },
      }),
      objectives: errorScore(0, 0).objectives,
      score: ({ metrics }) => errorScore(readMetric(metrics, 'validation.errorPercent') ?? Number.NaN, 1),
    },
    end: { logicalWorkers: workers, evaluations, simulatedSeconds: 0 },
    port,
    observer: {
      line: (line) => lines.push(line),
      progress: (done, total, _, resumed) => progress.push([done, total, resumed]),
    },
    withoutScore: 'proposed nothing',
  });
  return {
    outcome,
    lines,
    computed,
    progress,
    mostUnderWay,
    text: canonicalJson({ outcome: textOf(outcome), lines }),
  };
}

/** Paths differ from run to run; content does not. */
const textOf = (outcome: Awaited<ReturnType<typeof searchByTrials<number>>>) =>
  outcome.ok ? [outcome.value.architecture, outcome.value.cost, outcome.value.lines] : outcome.failures;

function raise(): never {
  throw new Error('no such method');
}

const decisionsOf = ({ outcome }: Awaited<ReturnType<typeof search>>) =>
  outcome.ok ? (outcome.value.lines['decisions.jsonl'] ?? []) : [];

describe('a trial that crashes', () => {
  test('is told, logged and paid for, and the search goes on', async () => {
    const searched = await search();
    const { outcome, lines } = searched;
    if (!outcome.ok) throw new Error('it did not fail');
    const crashed = [2, 6, 10];
    expect(lines.filter(({ phase }) => phase === 'crash')).toEqual(
      crashed.map((trial) => ({
        ...{ phase: 'crash', trial, architecture: expect.any(String), epochs: 3 },
        reason: crash.message,
      })),
    );
    const finished = decisionsOf(searched).filter(({ event }) => event === 'finish');
    expect(
      finished.map(({ trial, validationErrorPercent }) => [trial, validationErrorPercent === null]),
    ).toEqual(Array.from({ length: evaluations }, (_, trial) => [trial, crashed.includes(trial)]));
    const { cost } = outcome.value;
    expect(cost.architectures).toBe(evaluations);
    expect(cost.multiplyAdds).toBeCloseTo(9 * 30.3 + 3, 9);
    const incumbents = lines.filter(({ phase }) => phase === 'incumbent').map(({ trial }) => trial);
    expect(incumbents.length).toBeGreaterThan(0);
    expect(incumbents.filter((trial) => crashed.includes(Number(trial)))).toEqual([]);
  });

  test('fails the search only when no trial has a score, which is told with the reasons', async () => {
    const { outcome } = await search({
      compute: ({ number }) => ({
        cost: { multiplyAdds: 7, architectures: 1 },
        crash: { ...crash, message: `It broke in epoch ${(number % 5) + 1}` },
      }),
    });
    expect(outcome).toEqual({
      ok: false,
      failures: [
        {
          reason: 'diverged',
          message:
            'No trial has a score: all 12 crashed. It broke in epoch 1 (3 of them); It broke in epoch 2 (3 of them); It broke in epoch 3 (2 of them); 2 other reason(s)',
          hint: crash.hint,
          multiplyAdds: 84,
        },
      ],
    });
  });

  test('is not what the runner refuses: such a search ends with the failure', async () => {
    const refusal = { reason: 'dependency-failed', dependency: 'a/b/search/s1/t0' } as const;
    const { outcome } = await search({ workers: 3, compute: () => refusal });
    expect(outcome).toEqual({ ok: false, failures: [refusal] });
  });
});

describe('a proposal with nothing to train', () => {
  const problem = (architecture: number) => (architecture > 0.5 ? 'too large' : undefined);

  test('is told the worst error, takes no time and is never an incumbent', async () => {
    const searched = await search({ problem });
    const { outcome, lines, computed } = searched;
    if (!outcome.ok) throw new Error('it did not fail');
    const invalid = lines.filter(({ phase }) => phase === 'invalid');
    expect(invalid.length).toBe(evaluations - computed.length);
    expect(invalid.length).toBeGreaterThan(2);
    expect(invalid[0]).toMatchObject({ reason: 'too large', epochs: 3 });
    const finished = decisionsOf(searched).filter(
      ({ event, isValid }) => event === 'finish' && isValid === false,
    );
    expect(finished).toHaveLength(invalid.length);
    for (const decision of finished) {
      expect(decision).toMatchObject({ seconds: 0, validationErrorPercent: 100 });
    }
    expect(outcome.value.cost.architectures).toBe(computed.length);
    expect(outcome.value.lines['trials.jsonl']).toHaveLength(computed.length);
  });

  test('all of them: the search says so', async () => {
    const { outcome } = await search({ problem: () => 'too large' });
    expect(outcome).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'No trial has a score: each of the 12 proposed nothing',
          hint: 'Raise evaluations, so that more of them are tried',
        },
      ],
    });
  });
});

describe('the trials of a search', () => {
  test('are as many under way as it has logical workers', async () => {
    expect((await search({ workers: 1 })).mostUnderWay).toBe(1);
    expect((await search({ workers: 5 })).mostUnderWay).toBe(5);
  });

  test('are named by number, architecture, epochs, key and outputs', async () => {
    const { outcome } = await search({ method: 'asha', workers: 3 });
    if (!outcome.ok) throw new Error('it did not fail');
    const lines = outcome.value.lines['trials.jsonl'] ?? [];
    expect(lines.map(({ trial }) => trial)).toEqual(Array.from({ length: evaluations }, (_, i) => i));
    for (const line of lines) expect(trialLineFormat.read(line)).toMatchObject({ ok: true });
  });

  test('have their own lines in the trajectory of the search, with their number', async () => {
    const { lines } = await search();
    const trained = lines.filter(({ phase }) => phase === 'train');
    expect(trained).toEqual(
      Array.from({ length: evaluations }, (_, trial) => ({ phase: 'train', epoch: 1, trial })),
    );
  });
});

describe.each(Object.keys(methods))('%s, continued', (method) => {
  test.each([1, 3])(
    'on %i logical workers: no finished trial is asked of a worker again',
    async (workers) => {
      const known = new Map<string, TrialAnswer>();
      const whole = await search({ method, workers, known });
      expect(whole.computed).toHaveLength(evaluations);
      for (const kept of [0, 1, 5, evaluations]) {
        const some = new Map([...known].filter(([number]) => Number(number) < kept));
        const again = await search({ method, workers, known: some });
        expect(again.text).toBe(whole.text);
        expect([...again.computed].sort((a, b) => a - b)).toEqual(
          Array.from({ length: evaluations - kept }, (_, i) => kept + i),
        );
        expect(again.progress.at(-1)).toEqual([evaluations, evaluations, kept]);
      }
    },
  );
});

test('draws do not depend on who answers first', async () => {
  const source = () => draws(split(key(1), 'x')).uniform();
  expect(source()).toBe(source());
  const texts = await Promise.all(
    [1, 2, 3].map(async () => (await search({ method: 'asha', workers: 4 })).text),
  );
  expect(new Set(texts).size).toBe(1);
});
