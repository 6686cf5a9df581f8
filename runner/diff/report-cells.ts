/** The cells of a report's data: of a table as it shows them, of another kind every value by its place. */
import type { CellDifference } from '../../schemas/diff.ts';
import type { JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { rowName } from '../report/compare/comparison.ts';
import { type TableData, tableData } from '../report/kinds/table/table-data.ts';

type TableCellData = TableData['rows'][number]['cells'][number];

export interface ReportCellValue {
  readonly row: string;
  readonly column: string;
  readonly value: CellDifference['a'];
}

/** @param text of the file `<report>.json`. @returns by place; none for a text that is no JSON. */
export function reportCells(text: string): ReadonlyMap<string, ReportCellValue> {
  const table = tableData.parse(text);
  const cells = table.ok ? tableCells(table.value) : valuesIn(parsed(text), []);
  return new Map(cells.map((cell) => [JSON.stringify([cell.row, cell.column]), cell]));
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** In the unit that the column shows. */
const tableCells = ({ columns, rows }: TableData): ReportCellValue[] =>
  rows.flatMap((row) =>
    columns.map(({ label, show, scale, unit }, i): ReportCellValue => {
      const value = shownValue(row.cells[i], show);
      const what = unit === '' ? `${label}, ${show}` : `${label}, ${show} (${unit})`;
      return { row: rowName(row), column: what, value: value === null ? null : value * scale };
    }),
  );

function shownValue(cell: TableCellData | undefined, show: string): number | null {
  if (show === 'best' || show === 'median' || show === 'worst') return cell?.[show] ?? null;
  return cell?.mean ?? null;
}

/** Keys are not results: they differ with any change of code. */
const notResults: ReadonlySet<string> = new Set(['jobKey', 'formatVersion']);

function valuesIn(value: JsonValue, path: readonly string[]): ReportCellValue[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => valuesIn(item, [...path, nameOf(item, i)]));
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, item]) =>
      notResults.has(name) ? [] : valuesIn(item, [...path, name]),
    );
  }
  const shown = typeof value === 'boolean' ? String(value) : (value as CellDifference['a']);
  return [{ row: path.slice(0, -1).join(' '), column: path.at(-1) ?? '', value: shown }];
}

/** By its label, so that a row more does not move the others; a number tells apart what has none. */
function nameOf(item: JsonValue, i: number): string {
  if (!isJsonObject(item) || typeof item['label'] !== 'string') return String(i);
  const { label, seedSet } = item;
  return typeof seedSet === 'string' ? `${label} ${seedSet}` : label;
}
