/** Job specs that run in moments, on a tiny data set in a folder of their own. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../../schemas/canonical.ts';
import { type Sha256, toJobKey, toSeed } from '../../../schemas/ids.ts';
import type { JobSpec, WorkerJobKind } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

const optimizer = {
  epochs: 2,
  batchSize: 8,
  learningRate: 0.05,
  learningRateMin: 0,
  momentum: 0.9,
  weightDecay: 3e-4,
  gradientClip: 5,
};
const network = { initialChannels: 2, layers: 3 };
const augmentation = { cropPadding: 1, flip: true, cutout: 2 };

export const training = { ...optimizer, ...network, ...augmentation, auxiliaryWeight: 0, dropPath: 0.2 };
export const randomMethod = { kind: 'random', ...training, evaluated: 2 };
export const sharingMethod = {
  kind: 'random-ws',
  ...optimizer,
  ...network,
  ...augmentation,
  evaluated: 4,
  scoringBatches: 2,
  rescored: 2,
  inactiveOperations: 'skip',
};

const shared = {
  task: { kind: 'image-classification', data: 'optdigits', trainPortion: 0.75 },
  space: { name: 'darts-cnn' },
  engine: 'wasm',
};

export class TinyJobs {
  readonly folder = mkdtempSync(join(tmpdir(), 'reprise-jobs-'));
  #count = 0;

  constructor() {
    writeTinyDigits(join(this.folder, 'data'));
  }

  search(seed: number, method: JsonObject): JobSpec {
    return this.#spec('search', seed, { ...shared, method }, {});
  }

  train(
    seed: number,
    architecture: string,
    measure: 'validation' | 'test',
    settings: JsonObject = training,
  ): JobSpec {
    return this.#spec('train', seed, { ...shared, training: settings, measure }, { architecture });
  }

  #spec(kind: WorkerJobKind, seed: number, parameters: JsonObject, inputs: Record<string, string>): JobSpec {
    this.#count += 1;
    const outputFolder = join(this.folder, `out-${this.#count}`);
    mkdirSync(outputFolder);
    return {
      formatVersion: 1,
      label: `job ${this.#count}`,
      key: toJobKey(sha256(`job ${this.#count}`)),
      kind,
      seed: toSeed(seed),
      parameters,
      inputs,
      dataFolder: join(this.folder, 'data'),
      outputFolder,
    };
  }
}

/** Output file name to digest. */
export const digestsOf = ({ outputFolder }: JobSpec): Record<string, Sha256> =>
  Object.fromEntries(
    readdirSync(outputFolder)
      .sort()
      .map((name) => [name, sha256(readFileSync(join(outputFolder, name)))]),
  );

export const readOutput = ({ outputFolder }: JobSpec, name: string) =>
  JSON.parse(readFileSync(join(outputFolder, name), 'utf8'));
