/** Reports of pictures: what they show, and what they say where jobs left none. */
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { predictions } from '../../../runner/report/kinds/predictions/index.ts';
import { readSheet, sideBySide } from '../../../runner/report/kinds/predictions/sheet.ts';
import type { ReportJob, ReportSource, SourceRecord } from '../../../runner/report/report-source.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { toSeed } from '../../../schemas/ids.ts';
import { predictionsLegendName, predictionsName } from '../../../schemas/predictions.ts';
import { keyVersion } from '../../../schemas/record.ts';
import { recordOf, someCode } from '../../util/records.ts';
import { pictures } from './some-pictures.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const jobOf = (method: string, seed: number): ReportJob => ({
  ...{ label: `${method}/first/train/s${seed}`, method, variant: method, displayName: `The <${method}>` },
  ...{ seedSet: 'first', stage: 'train', seed: toSeed(seed) },
});

/** Jobs with what they left; null for one that has not run. */
function sourceOf(jobs: readonly (readonly [ReportJob, Files | null])[]): ReportSource {
  const bytes = (content: string | Uint8Array) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const contents = new Map(
    jobs.flatMap(([, files]) => Object.values(files ?? {}).map((one) => [sha256(one), one])),
  );
  return {
    jobs: jobs.map(([job]) => job),
    recordOf(job): SourceRecord | 'not-run' {
      const files = jobs.find(([other]) => other === job)?.[1] ?? null;
      if (files === null) return 'not-run';
      const material = {
        ...{
          keyVersion,
          kind: 'train' as const,
          parameters: { label: job.label },
          seed: job.seed,
          inputs: {},
        },
        ...{ data: null, code: someCode, engine: { name: 'wasm' as const, version: 1 } },
      } satisfies Parameters<typeof recordOf>[0];
      return recordOf(material, job.label, files);
    },
    metricsOf: () => undefined,
    linesOf: () => undefined,
    bytesOf({ outputs }, file) {
      const digest = outputs[file]?.digest;
      const content = digest && contents.get(digest);
      return content === undefined ? undefined : bytes(content);
    },
  };
}

const settings = { kind: 'predictions', title: 'Pictures & more', stage: 'train' } as Parameters<
  typeof predictions.reads
>[0];

const build = (jobs: Parameters<typeof sourceOf>[0]) =>
  predictions.build({ experiment: 'paper', name: 'seen', settings }, sourceOf(jobs));

async function problemOf(jobs: Parameters<typeof sourceOf>[0]): Promise<string> {
  const made = await build(jobs);
  return made.ok ? '' : made.failures.map(({ text }) => text).join('\n');
}

const sheetOf = (number: number) => {
  const files = pictures(number);
  const read = readSheet(files[predictionsName] as Uint8Array, String(files[predictionsLegendName]));
  if (!read.ok) throw new Error(read.failures.join());
  return read.value;
};

describe('pictures of several trainings side by side', () => {
  it('have the image and its truth once, then each prediction', () => {
    const { data, width, height } = sideBySide([sheetOf(0), sheetOf(63)]);
    // Four pictures of three pixels, and four white pixels between two of them.
    expect([width, height]).toEqual([4 * 3 + 3 * 4, 2 + 4 + 2]);
    const at = (x: number, y: number) => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
    const [ground, thing] = [
      [0x9e, 0x9e, 0x9e],
      [0xe6, 0x19, 0x4b],
    ];
    expect([0, 3, 7, 8, 14, 21].map((x) => at(x, 0))).toEqual([
      ...[[100, 100, 100], [255, 255, 255], ground, thing, ground, thing],
    ]);
    // The first row of the second image.
    expect(at(0, 6)).toEqual([101, 101, 101]);
    // 1 and 64: only their bits 0 and 6 are set.
    expect([14, 15, 21].map((x) => at(x, 6))).toEqual([thing, ground, ground]);
  });
});

describe('a report of pictures', () => {
  it('shows the lowest seed of each method, with headings and colours that can be read', async () => {
    const made = await build([
      [jobOf('one', 2), pictures(5)],
      [jobOf('one', 1), pictures(6)],
      [jobOf('two', 1), pictures(7)],
    ]);
    if (!made.ok) throw new Error('Expected a report');
    const { results, drawings } = made.value;
    const json = JSON.parse(results['seen.json'] ?? '');
    expect(json.shown).toMatchObject({ part: 'validation', images: [0, 1] });
    expect(json.rows.map(({ picture }: { picture: { job: string } }) => picture.job)).toEqual([
      ...['one/first/train/s1', 'two/first/train/s1'],
    ]);
    const svg = results['seen.svg'] ?? '';
    const said = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(said).toEqual([
      ...['Pictures &amp; more', 'Image', 'Truth', 'The &lt;one&gt;', 'The &lt;two&gt;'],
      ...['validation', 'image 0', 'validation', 'image 1', 'ground', 'thing', 'not measured'],
    ]);
    const [, embedded = ''] = /base64,([^"]+)"/.exec(svg) ?? [];
    const png = (await drawings['seen.png']?.()) ?? new Uint8Array();
    expect(Buffer.from(embedded, 'base64').equals(png)).toBe(true);
    expect(decode(png)).toMatchObject({ width: 24, height: 8 });
  });

  it('says which job left no pictures', async () => {
    expect(await problemOf([[jobOf('one', 1), { 'metrics.json': '{}' }]])).toBe(
      'reports.seen.stage: expected an output predictions.png of one/first/train/s1, as trainings of semantic-segmentation leave it; found metrics.json',
    );
  });

  it('says which jobs show other classes', async () => {
    const other = pictures(1, ['sky', 'road']);
    expect(
      await problemOf([
        [jobOf('one', 1), pictures(1)],
        [jobOf('two', 1), other],
      ]),
    ).toBe(
      'reports.seen: expected pictures of the same images and classes of all methods; those of two/first/train/s1 differ from those of one/first/train/s1',
    );
  });

  it('says what is wrong with a picture', async () => {
    const broken = { ...pictures(1), [predictionsName]: 'no picture' };
    expect(await problemOf([[jobOf('one', 1), broken]])).toMatch(
      /^reports\.seen: expected pictures of one\/first\/train\/s1 that can be read; predictions\.png is no PNG image/,
    );
    const { images, ...rest } = JSON.parse(String(pictures(1)[predictionsLegendName]));
    const longer = JSON.stringify({ ...rest, images: [...images, { ...images[0], index: 9, top: 12 }] });
    expect(
      await problemOf([[jobOf('one', 1), { ...pictures(1), [predictionsLegendName]: longer }]]),
    ).toContain('predictions.png is 17x8, and 3 images with a gap of 4 need 17x14');
  });

  it('has no picture before a job has run', async () => {
    const made = await build([[jobOf('one', 1), null]]);
    if (!made.ok) throw new Error('Expected a report');
    expect(Object.keys(made.value.results)).not.toContain('seen.svg');
    expect(made.value.terminal).toContain('jobs not run: 1 of 1 (seed 1)');
  });
});
