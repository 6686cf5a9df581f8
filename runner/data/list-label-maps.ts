/**
 * Registers a folder of images with label maps. The files stay where they are: the set's own folder holds a link to them and a list with
 * the digest, size and name of each, which makes the set's digest that of its content, wherever it lies.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { DataSetName } from '../../schemas/data.ts';
import {
  type LabelMapLayout,
  labelMapImagesName,
  labelMapListName,
  type PartLayout,
} from '../../schemas/data-sets/label-map-layout.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { hashFile } from '../util/hash-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

/** Images between two notices of progress. */
const noticeInterval = 2_000;

export function listLabelMaps(
  { name, layout }: { readonly name: DataSetName; readonly layout: LabelMapLayout },
  from: string,
  folder: string,
  onNotice: (notice: DataNotice) => void,
): Result<readonly SourceFile[], DataProblem> {
  const pairs: { readonly part: string; readonly image: string; readonly label: string }[] = [];
  for (const [part, place] of Object.entries(layout.parts)) {
    const names = namesIn(place, from);
    if (names.length === 0) {
      const path = join(from, place.kind === 'list' ? place.list : place.image[0]);
      return refuse(
        name,
        path,
        `has no images of the ${part} part, such as ${around(place.image, '<name>')}`,
      );
    }
    for (const each of names)
      pairs.push({ part, image: around(place.image, each), label: around(place.label, each) });
  }
  const missing = pairs
    .flatMap(({ image, label }) => [image, label])
    .find((file) => !existsSync(join(from, file)));
  if (missing !== undefined)
    return refuse(name, join(from, missing), 'is missing: each image has a label map of its name');
  const lines = pairs.map(({ part, ...files }, i) => {
    if ((i + 1) % noticeInterval === 0)
      onNotice({ reason: 'hashing', path: from, done: i + 1, total: pairs.length });
    return [files.image, files.label].map((file) => {
      const { digest, bytes } = hashFile(join(from, file));
      return `${part} ${digest} ${bytes} ${file}\n`;
    });
  });
  const copy = join(folder, labelMapListName);
  writeFileSync(copy, lines.flat().join(''), { flag: 'wx' });
  symlinkSync(realpathSync(from), join(folder, labelMapImagesName));
  return ok([{ name: labelMapListName, copy, shownAs: from }]);
}

const around = ([before, after]: PartLayout['image'], name: string): string => `${before}${name}${after}`;

/** By code unit. */
function namesIn(place: PartLayout, from: string): readonly string[] {
  if (place.kind === 'list') {
    const text = unlessMissing(() => readFileSync(join(from, place.list), 'utf8')) ?? '';
    return text
      .split(/\s+/)
      .filter((name) => name !== '')
      .sort(byCodeUnit);
  }
  const [before, after] = place.image;
  const inside =
    unlessMissing(() => readdirSync(join(from, before), { recursive: true, encoding: 'utf8' })) ?? [];
  return inside
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith(after) && !path.startsWith('.'))
    .map((path) => path.slice(0, -after.length))
    .sort(byCodeUnit);
}

const refuse = (name: DataSetName, path: string, detail: string) =>
  fail({ reason: 'source-unreadable' as const, name, path, detail });
