/** Methods against their baselines: who won on which seeds, by how much, and whether that could be chance. */

import { signTest } from '../../../statistics/sign-test.ts';
import { finite, summarize } from '../../../statistics/summary.ts';
import type { PairAxis } from '../../pairs/correlation-table.ts';
import type { InputOf, MissingValue, PairsCell, RowInput, RowName, SeedPair } from '../../report-input.ts';
import { bySeed, bySeedAlone } from '../../seed-order.ts';
import { infoOf } from '../../settings/label.ts';
import type { PairedReport } from './settings.ts';

export type PairedInput = InputOf<PairedReport, PairedRowInput>;

/** In a pair, `x` is the value of the method and `y` that of its baseline. */
export interface PairedRowInput extends RowInput, PairsCell {
  readonly baseline: RowName;
}

export interface PairedTable {
  readonly name: string;
  readonly title: string;
  readonly measured: PairAxis;
  /** Whether means and differences are shown with their interval. */
  readonly intervals: boolean;
  readonly rows: readonly PairedRow[];
  /** Some value was computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
}

export interface PairedRow extends RowName {
  readonly baseline: RowName;
  /** `x` of the method, `y` of its baseline; by seed, then seed set, then job key. */
  readonly pairs: readonly SeedPair[];
  readonly missing: readonly MissingValue[];
  /** Pairs in which the method is better by the goal of the metric, equal to its baseline, or worse. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Method less baseline, in the metric's own unit; null for no pairs, and `std` for fewer than two. */
  readonly difference: { readonly mean: number | null; readonly std: number | null };
  /** Of the two-sided sign test; null when no pair differs. */
  readonly p: number | null;
}

/** @throws TypeError when a value is not a finite number. */
export function computePaired({ name, settings, rows }: PairedInput): PairedTable {
  const { title, metric, stage, label, intervals = false } = settings;
  const measured = { metric, stage, label, info: infoOf(settings) };
  const tableRows = rows.map((row) => computeRow(row, measured));
  const dirty = tableRows.some(({ pairs }) => pairs.some(({ x, y }) => x.dirty || y.dirty));
  return { name, title, measured, intervals, rows: tableRows, dirty };
}

function computeRow(row: PairedRowInput, { metric, info }: PairAxis): PairedRow {
  const pairs = row.pairs.toSorted((a, b) => bySeed(a.x, b.x) || bySeed(a.y, b.y));
  const differences = pairs.map(({ x, y }) => finite(x.value, metric) - finite(y.value, metric));
  const lower = differences.filter((difference) => difference < 0).length;
  const higher = differences.filter((difference) => difference > 0).length;
  const [wins, losses] = info.goal === 'minimize' ? [lower, higher] : [higher, lower];
  const { mean, std } = summarize(differences, info.goal);
  return {
    ...{ label: row.label, method: row.method, baseline: row.baseline },
    ...{ pairs, missing: row.missing.toSorted(bySeedAlone) },
    ...{ wins, ties: pairs.length - wins - losses, losses },
    difference: { mean, std },
    p: signTest(wins, losses),
  };
}
