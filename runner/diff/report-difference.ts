/** Reports of two sides: files by digest, and cell by cell where both sides have the text. */
import type { CellDifference, RunDiff } from '../../schemas/diff.ts';
import type { EvidenceView } from './evidence-view.ts';
import { reportCells } from './report-cells.ts';
import { tellUnknown } from './tell-unknown.ts';
import { mapDifferences, measuredPair, tellTheSame } from './value-differences.ts';

/** The JSON files of each side, as far as they are at hand. */
export interface ReportTexts {
  readonly a: ReadonlyMap<string, string>;
  readonly b: ReadonlyMap<string, string>;
}

export const haveSameReports = ({ reports: a }: EvidenceView, { reports: b }: EvidenceView): boolean =>
  tellTheSame(a.digests, b.digests);

export function reportDifference(
  { reports: a }: EvidenceView,
  { reports: b }: EvidenceView,
  texts: ReportTexts,
): RunDiff['reports'] {
  if ('unknown' in a.digests || 'unknown' in b.digests)
    return { files: [], cells: [], unknown: tellUnknown('the reports', a.digests, b.digests) };
  const files = mapDifferences(a.digests.value, b.digests.value);
  const cells: CellDifference[] = [];
  const unknown: string[] = [];
  for (const file of files) {
    const name = /^(.*)\.json$/.exec(file.name)?.[1];
    if (name === undefined || file.a === null || file.b === null) continue;
    const own = { a: texts.a.get(file.name), b: texts.b.get(file.name) };
    if (own.a !== undefined && own.b !== undefined) cells.push(...cellDifferences(name, own.a, own.b));
    else unknown.push(...sidesWithout(own).map((side) => `the cells of ${name} of ${side}: ${onlyDigest}`));
  }
  return { files, cells, unknown };
}

const onlyDigest = 'only the digest of the report is at hand';

const sidesWithout = (own: Readonly<Record<'a' | 'b', string | undefined>>): ('a' | 'b')[] =>
  (['a', 'b'] as const).filter((side) => own[side] === undefined);

function cellDifferences(report: string, a: string, b: string): CellDifference[] {
  const [before, now] = [reportCells(a), reportCells(b)];
  const places = new Map([...before, ...now].map(([place, { row, column }]) => [place, { row, column }]));
  return [...places].flatMap(([place, names]) => {
    const pair = measuredPair(before.get(place)?.value ?? null, now.get(place)?.value ?? null);
    return pair.a === pair.b ? [] : [{ report, ...names, ...pair }];
  });
}
