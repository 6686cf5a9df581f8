/** The queue of trials and the loop around it, with trainings that take no time. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { afterAll, describe, expect, test } from 'vitest';
import { asha } from '../../../experiments/method/asha.ts';
import type { BlackBoxMethod, Proposal } from '../../../experiments/method/black-box-method.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { diverged } from '../../../experiments/task/diverged.ts';
import { searchByTrials } from '../../../experiments/trial/search-by-trials.ts';
import { noTrialLog, type TrialLog, trialLogOf } from '../../../experiments/trial/trial-log.ts';
import { type TrialKind, trialEntries } from '../../../experiments/trial/trial-queue.ts';
import { canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { exact } from '../../../schemas/contract.ts';
import { toJobKey } from '../../../schemas/ids.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { fail, ok } from '../../../schemas/result.ts';
import { errorScore } from '../method/error-score.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-trials-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
function emptyFolder(): string {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  return folder;
}

const jobKey = toJobKey(sha256('a job'));
const logIn = (progressFolder: string): TrialLog => trialLogOf({ progressFolder, key: jobKey });

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

type Train = TrialKind<number, { readonly error: number }>['train'];
const spent = (epochs: number) => ({ multiplyAdds: 10.1 * epochs, architectures: 1 });

/** Two epochs' lines and a score; every fourth trial diverges in its second epoch. */
const train: Train = async ({ number, architecture, epochs }, watch) => {
  watch.line({ phase: 'train', trial: number, epoch: 0, label: 'ä\u2028' });
  await new Promise((resolve) => setImmediate(resolve));
  watch.progress(0.5);
  if (number % 4 === 2) return diverged({ what: 'Training', epoch: 1, multiplyAdds: 1 });
  const error = 100 * architecture + 10 / epochs + draws(split(key(9), number)).uniform() / 3;
  watch.line({ phase: 'score', trial: number, error });
  return ok({ measured: { error }, cost: spent(epochs) });
};

interface Options {
  readonly method?: string;
  readonly workers?: number;
  readonly log?: TrialLog;
  readonly train?: Train;
  readonly problem?: (architecture: number) => string | undefined;
}

const evaluations = 12;
const entries = trialEntries(exact({ error: Type.Number() }));

/** Everything that a job writes, as text, and the trials that were trained for it. */
async function search({ method = 'random', workers = 1, log = noTrialLog, problem, ...rest }: Options = {}) {
  const trained: number[] = [];
  const lines: JsonObject[] = [];
  const progress: (readonly [number, number, number | undefined])[] = [];
  const doTrain = rest.train ?? train;
  const outcome = await searchByTrials<number, { readonly error: number }>({
    method: (methods[method] ?? raise)(),
    kind: {
      id: String,
      ...(problem ? { problem } : {}),
      seconds: ({ architecture, epochs }) => epochs * (1 + Math.floor(3 * architecture)),
      train: (trial: Proposal<number>, watch) => {
        trained.push(trial.number);
        return doTrain(trial, watch);
      },
      objectives: errorScore(0, 0).objectives,
      score: ({ error }) => errorScore(error, 0),
      entries,
    },
    end: { logicalWorkers: workers, evaluations, simulatedSeconds: 0 },
    log,
    observer: {
      line: (line) => lines.push(line),
      progress: (done, total, _, resumed) => progress.push([done, total, resumed]),
    },
    tellsDecisions: true,
    incumbentLine: ({ time, trial }) => ({ phase: 'incumbent', time, trial: trial.number }),
    withoutScore: 'proposed nothing',
  });
  return { outcome, lines, trained, progress, text: canonicalJson({ outcome, lines }) };
}

function raise(): never {
  throw new Error('no such method');
}

describe('a trial that crashes', () => {
  test('is told, logged and paid for, and the search goes on', async () => {
    const { outcome, lines } = await search();
    if (!outcome.ok) throw new Error('it did not fail');
    const crashed = [2, 6, 10];
    expect(lines.filter(({ phase }) => phase === 'crash')).toEqual(
      crashed.map((trial) => ({
        ...{ phase: 'crash', trial, architecture: expect.any(String), epochs: 3 },
        reason: 'Training diverged: the loss was no longer a number in epoch 2',
      })),
    );
    const finished = outcome.value.decisions.filter(({ event }) => event === 'finish');
    expect(
      finished.map(({ trial, ...rest }) => [
        trial,
        'validationErrorPercent' in rest && rest.validationErrorPercent === null,
      ]),
    ).toEqual(Array.from({ length: evaluations }, (_, trial) => [trial, crashed.includes(trial)]));
    const { cost } = outcome.value;
    expect(cost.architectures).toBe(evaluations);
    expect(cost.multiplyAdds).toBeCloseTo(9 * 30.3 + 3, 9);
    const incumbents = lines.filter(({ phase }) => phase === 'incumbent').map(({ trial }) => trial);
    expect(incumbents.length).toBeGreaterThan(0);
    expect(incumbents.filter((trial) => crashed.includes(Number(trial)))).toEqual([]);
  });

  test('fails the job only when no trial has a score, which is told with the reasons', async () => {
    const { outcome } = await search({
      train: async ({ number }) => diverged({ what: 'Training', epoch: number % 5, multiplyAdds: 7 }),
    });
    expect(outcome).toEqual({
      ok: false,
      failures: [
        {
          reason: 'diverged',
          message:
            'No trial has a score: all 12 crashed. Training diverged: the loss was no longer a number in epoch 1 (3 of them); Training diverged: the loss was no longer a number in epoch 2 (3 of them); Training diverged: the loss was no longer a number in epoch 3 (2 of them); 2 other reason(s)',
          hint: 'Lower learningRate or gradientClip',
          multiplyAdds: 84,
        },
      ],
    });
  });

  test('is not what settings refuse: such a search ends with the first trial', async () => {
    const refusal = { reason: 'job-refused', message: 'No such network' } as const;
    const { outcome, trained } = await search({ workers: 3, train: async () => fail(refusal) });
    expect(outcome).toEqual({ ok: false, failures: [refusal] });
    expect(trained).toEqual([0]);
  });

  test('is not an error of the program either', async () => {
    const broken = async () => {
      throw new TypeError('no such function');
    };
    await expect(search({ workers: 3, train: broken })).rejects.toThrow(new TypeError('no such function'));
  });
});

describe('a proposal with nothing to train', () => {
  const problem = (architecture: number) => (architecture > 0.5 ? 'too large' : undefined);

  test('is told the worst error, takes no time and is never an incumbent', async () => {
    const { outcome, lines, trained } = await search({ problem });
    if (!outcome.ok) throw new Error('it did not fail');
    const invalid = lines.filter(({ phase }) => phase === 'invalid');
    expect(invalid.length).toBe(evaluations - trained.length);
    expect(invalid.length).toBeGreaterThan(2);
    expect(invalid[0]).toMatchObject({ reason: 'too large', epochs: 3 });
    const finished = outcome.value.decisions.flatMap((decision) =>
      decision.event === 'finish' && !decision.isValid ? [decision] : [],
    );
    expect(finished).toHaveLength(invalid.length);
    for (const decision of finished) {
      expect(decision).toMatchObject({ seconds: 0, validationErrorPercent: 100 });
    }
    expect(outcome.value.cost.architectures).toBe(trained.length);
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

describe.each(Object.keys(methods))('%s, continued', (method) => {
  describe.each([1, 3])('on %i logical workers', (workers) => {
    const options = { method, workers };

    async function whole() {
      const folder = emptyFolder();
      const run = await search({ ...options, log: logIn(folder) });
      return { run, log: readFileSync(join(folder, 'trials.jsonl')) };
    }

    test('keeping a log changes nothing', async () => {
      expect((await whole()).run.text).toBe((await search(options)).text);
    });

    test('from its log cut at any line, and at bytes between: the same bytes, without training again', async () => {
      const { run, log } = await whole();
      const ends = [...log.entries()].flatMap(([at, byte]) => (byte === 10 ? [at + 1] : []));
      expect(ends).toHaveLength(evaluations);
      const cuts = new Set([0, ...ends.flatMap((end) => [end - 1, end, end + 1, end + 90]), log.length - 7]);
      for (const cut of [...cuts].filter((at) => at <= log.length)) {
        const folder = emptyFolder();
        writeFileSync(join(folder, 'trials.jsonl'), log.subarray(0, cut));
        const again = await search({ ...options, log: logIn(folder) });
        expect(again.text).toBe(run.text);
        const kept = ends.filter((end) => end <= cut).length;
        expect(again.trained).toEqual(run.trained.slice(kept));
        expect(again.progress.at(-1)).toEqual([evaluations, evaluations, kept]);
        expect(readFileSync(join(folder, 'trials.jsonl')).equals(log)).toBe(true);
      }
    });
  });
});

describe('a log', () => {
  async function logOf(): Promise<{ readonly log: Buffer; readonly text: string }> {
    const folder = emptyFolder();
    const { text } = await search({ log: logIn(folder) });
    return { log: readFileSync(join(folder, 'trials.jsonl')), text };
  }

  /** @returns how many trials were not trained again */
  async function keptOf(content: string | Buffer, expected: string, as = jobKey): Promise<number> {
    const progressFolder = emptyFolder();
    writeFileSync(join(progressFolder, 'trials.jsonl'), content);
    const { text, trained } = await search({ log: trialLogOf({ progressFolder, key: as }) });
    expect(text).toBe(expected);
    return evaluations - trained.length;
  }

  test('is believed up to its first damaged line, whatever byte was changed', async () => {
    const { log, text } = await logOf();
    let line = 0;
    for (let at = 0; at < log.length; at += 1) {
      const before = line;
      if (log[at] === 10) line += 1;
      if (at % 97 !== 0 && log[at] !== 10) continue;
      const damaged = Buffer.from(log);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(await keptOf(damaged, text)).toBe(before);
    }
  });

  test('with a line missing, twice or in another place is believed up to there', async () => {
    const { log, text } = await logOf();
    const lines = log.toString().split(/(?<=\n)/);
    const [a = '', b = '', c = ''] = lines;
    expect(await keptOf(lines.toSpliced(1, 1).join(''), text)).toBe(1);
    expect(await keptOf(lines.toSpliced(1, 0, a).join(''), text)).toBe(1);
    expect(await keptOf([a, c, b].join(''), text)).toBe(1);
    expect(await keptOf(`${a}${b}\n${c}`, text)).toBe(2);
    expect(await keptOf('', text)).toBe(0);
    expect(await keptOf('null\n', text)).toBe(0);
  });

  test('of another job is not believed', async () => {
    const { log, text } = await logOf();
    expect(await keptOf(log, text, toJobKey(sha256('another job')))).toBe(0);
  });

  test('whose trials are others than those asked for is dropped from there on', async () => {
    const folder = emptyFolder();
    await search({ log: logIn(folder), method: 'asha' });
    const { text, trained } = await search({ log: logIn(folder) });
    expect(text).toBe((await search()).text);
    expect(trained).toHaveLength(evaluations);
    expect((await search({ log: logIn(folder) })).trained).toEqual([]);
  });

  test('of trials with other measurements is dropped', async () => {
    const folder = emptyFolder();
    const log = logIn(folder);
    const start = { trial: 0, architecture: '0', epochs: 3, lines: [], cost: spent(3) };
    log.append({ ...start, outcome: { measured: { accuracy: 3 } } });
    expect((await search({ log: logIn(folder) })).trained).toHaveLength(evaluations);
  });

  test('outlives power cuts in any training: attempt by attempt the search gets there', async () => {
    const folder = emptyFolder();
    const expected = (await search({ workers: 3 })).text;
    let trainings = 0;
    for (let attempt = 0; ; attempt += 1) {
      let left = 2;
      const dying: Train = async (trial, watch) => {
        left -= 1;
        trainings += 1;
        if (left < 0) throw new Error('power cut');
        return train(trial, watch);
      };
      const run = search({ workers: 3, log: logIn(folder), train: dying }).catch(
        (error: Error) => error.message,
      );
      const ended = await run;
      // Half a line more, as if it had been cut in the middle of writing.
      if (ended === 'power cut') appendFileSync(join(folder, 'trials.jsonl'), '{"digest":"0123');
      else {
        expect(typeof ended === 'string' ? ended : ended.text).toBe(expected);
        expect(attempt).toBe(evaluations / 2 - 1);
        break;
      }
    }
    expect(trainings).toBe(evaluations + evaluations / 2 - 1);
  });

  test('that cannot be written ends the search with the error of the system', async () => {
    const gone = join(emptyFolder(), 'gone');
    await expect(search({ log: logIn(gone) })).rejects.toMatchObject({ code: 'ENOENT' });
    const folder = emptyFolder();
    mkdirSync(join(folder, 'trials.jsonl'));
    expect(() => logIn(folder)).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  });

  test('on a full disk ends the search with that error', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux has a device that is always full');
    const folder = emptyFolder();
    const log = logIn(folder);
    symlinkSync('/dev/full', join(folder, 'trials.jsonl'));
    await expect(search({ log })).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});
