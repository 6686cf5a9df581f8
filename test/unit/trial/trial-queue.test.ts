/** The queue of trainings within one job and its log, with trainings that take no time. */
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
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { diverged } from '../../../experiments/task/diverged.ts';
import { noTrialLog, type TrialLog, trialLogOf } from '../../../experiments/trial/trial-log.ts';
import { type QueuedTrials, TrialQueue, trialEntries } from '../../../experiments/trial/trial-queue.ts';
import { canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { exact } from '../../../schemas/contract.ts';
import { toJobKey } from '../../../schemas/ids.ts';
import { fail, ok } from '../../../schemas/result.ts';

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

type Train = QueuedTrials<number, { readonly error: number }>['train'];
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
  readonly log?: TrialLog;
  readonly train?: Train;
  /** Draws other architectures. */
  readonly seed?: number;
}

const evaluations = 12;
const entries = trialEntries(exact({ error: Type.Number() }));

/** All trials one after the other, and those of them that were trained. */
async function search({ log = noTrialLog, train: doTrain = train, seed = 1 }: Options = {}) {
  const trained: number[] = [];
  const progress: (readonly [number, number, number | undefined])[] = [];
  const queue = new TrialQueue<number, { readonly error: number }>({
    kind: {
      id: String,
      train: (trial, watch) => {
        trained.push(trial.number);
        return doTrain(trial, watch);
      },
      entries,
    },
    expected: evaluations,
    log,
    progress: (done, total, _, resumed) => progress.push([done, total, resumed]),
  });
  const outcomes = [];
  for (let number = 0; number < evaluations; number += 1) {
    const architecture = draws(split(key(seed), number)).uniform();
    const evaluated = await queue.finish({ number, architecture, epochs: 3 });
    outcomes.push(evaluated);
    if (!evaluated.ok) break;
  }
  const finished = [...queue.finished.values()];
  return { outcomes, queue, trained, progress, text: textOf({ outcomes, finished }) };
}

/** Without what JSON lacks: infinity. */
const textOf = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));

describe('a training', () => {
  test('that crashes is told and paid for, and the others go on', async () => {
    const { queue } = await search();
    expect(queue.crashes).toHaveLength(3);
    expect(queue.cost.architectures).toBe(evaluations);
    expect(queue.cost.multiplyAdds).toBeCloseTo(9 * 30.3 + 3, 9);
    expect([2, 6, 10].map((trial) => queue.measuredBy(trial))).toEqual([undefined, undefined, undefined]);
  });

  test('that is refused ends them all', async () => {
    const refusal = { reason: 'job-refused', message: 'No such network' } as const;
    const { outcomes, trained } = await search({ train: async () => fail(refusal) });
    expect(outcomes).toEqual([{ ok: false, failures: [refusal] }]);
    expect(trained).toEqual([0]);
  });
});

describe('continued', () => {
  async function whole() {
    const folder = emptyFolder();
    const run = await search({ log: logIn(folder) });
    return { run, log: readFileSync(join(folder, 'trials.jsonl')) };
  }

  test('keeping a log changes nothing', async () => {
    expect((await whole()).run.text).toBe((await search()).text);
  });

  test('from its log cut at any line, and at bytes between: the same bytes, without training again', async () => {
    const { run, log } = await whole();
    const ends = [...log.entries()].flatMap(([at, byte]) => (byte === 10 ? [at + 1] : []));
    expect(ends).toHaveLength(evaluations);
    const cuts = new Set([0, ...ends.flatMap((end) => [end - 1, end, end + 1, end + 90]), log.length - 7]);
    for (const cut of [...cuts].filter((at) => at <= log.length)) {
      const folder = emptyFolder();
      writeFileSync(join(folder, 'trials.jsonl'), log.subarray(0, cut));
      const again = await search({ log: logIn(folder) });
      expect(again.text).toBe(run.text);
      const kept = ends.filter((end) => end <= cut).length;
      expect(again.trained).toEqual(run.trained.slice(kept));
      expect(again.progress.at(-1)).toEqual([evaluations, evaluations, kept]);
      expect(readFileSync(join(folder, 'trials.jsonl')).equals(log)).toBe(true);
    }
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
    await search({ log: logIn(folder), seed: 2 });
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
    const expected = (await search()).text;
    let trainings = 0;
    for (let attempt = 0; ; attempt += 1) {
      let left = 2;
      const dying: Train = async (trial, watch) => {
        left -= 1;
        trainings += 1;
        if (left < 0) throw new Error('power cut');
        return train(trial, watch);
      };
      const run = search({ log: logIn(folder), train: dying }).catch((error: Error) => error.message);
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
