/** Good inputs, from which the fuzzer makes bad ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordText } from '../../runner/store/record-file.ts';
import { examples } from '../unit/declared/spaces.ts';
import { sampleDetails } from '../unit/store/sample-job.ts';
import { recordOf } from '../util/records.ts';
import { mutate, mutateBytes } from './mutate.ts';
import type { FuzzRandom } from './random.ts';

const files = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));

const manifests = [...files('manifests', '.yaml'), ...files('test/fixtures/manifests', '.yaml')];
const python =
  "genotype = Genotype(normal=[('sep_conv_3x3', 0), ('skip_connect', 1)], normal_concat=range(2, 3), " +
  "reduce=[('max_pool_3x3', 0), ('none', 1)], reduce_concat=[2])";
const cnn = {
  normal: Array.from({ length: 8 }, (_, i) => ['sep_conv_3x3', i % 2]),
  normal_concat: [2, 3, 4, 5],
  reduce: Array.from({ length: 8 }, (_, i) => ['dil_conv_5x5', i % 2]),
  reduce_concat: [2, 3, 4, 5],
};
const rnn = {
  recurrent: [
    ['sigmoid', 0],
    ['relu', 1],
    ['tanh', 1],
  ],
  concat: [1, 2, 3],
};
const spec = {
  matrix: [
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ],
  ops: ['input', 'conv3x3-bn-relu', 'output'],
};
const row = `${Array.from({ length: 64 }, (_, i) => i % 17).join(',')},7\n`;
const digest = 'a'.repeat(64);
const file = { digest, bytes: 100 };
const index = {
  formatVersion: 1,
  name: 'optdigits',
  files: { 'optdigits.tra': file, 'optdigits.hol': file, 'optdigits.tes': file },
  digest,
};
const record = recordText(recordOf(sampleDetails(1).material, 'rsws/first/train/s1'));
const events = [
  { type: 'run-started', runId: 'r', jobs: 2, workers: 1 },
  { type: 'job-done', label: 'a/b/c/s1', wallMs: 12 },
];
const sets = [
  'task.data=optdigits',
  'seedSets.first=[1, 2, 3]',
  'methods.rsws.epochs=2',
  'reports.table.columns.0.metric=test.loss',
  'stages.evaluate.select.keep=2',
];
const small = readFileSync('test/fixtures/manifests/good/small.yaml', 'utf8');

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const texts: Readonly<Record<string, readonly string[]>> = {
  manifest: manifests,
  listing: manifests,
  lock: files('manifests', '.lock.json').map((text) => text.slice(0, 60_000)),
  record: [record],
  journal: [events.map((event) => JSON.stringify(event)).join('\n')],
  'own-metrics': ['{"validation.error": 12.5}', '{"validation.error": NaN}', '{"crash": "the loss grew"}'],
  'own-lines': ['{"epoch": 1, "validation.error": 20, "loss": -Infinity}\n{"epoch": 2, "note": "x"}\n'],
  cnn: [json(cnn), JSON.stringify({ space: 'darts-cnn', genotype: cnn }), python],
  rnn: [json(rnn), "Genotype(recurrent=[('sigmoid', 0), ('relu', 1)], concat=range(1, 3))"],
  spec: [json(spec), JSON.stringify(spec)],
  declaration: examples.map(({ written }) => json(written)),
  digits: [row.repeat(5), `# comment\n${row}`],
  corpus: ['the cat sat\non the <unk> mat\n', 'a b c d e\n'.repeat(50)],
  index: [json(index)],
};

const image = new Uint8Array(3073 * 3);
const table = new Uint8Array(4096).map((_, i) => (i * 7) % 256);

export const targetNames = [...Object.keys(texts), 'override', 'cifar10', 'table'];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The next input for a target. */
export function inputFor(target: string, random: FuzzRandom): Uint8Array {
  if (target === 'cifar10') return mutateBytes(image, random);
  if (target === 'table') return mutateBytes(table, random);
  if (target === 'override')
    return encode(`${mutate(random.pick(sets), random).replaceAll('\u0001', '')}\u0001${small}`);
  const changed = encode(mutate(random.pick(texts[target] ?? ['']), random));
  return random.next() < 0.1 && changed.length > 0 ? mutateBytes(changed, random) : changed;
}
