/** The metrics.jsonl of a program: read while it grows, for progress; read as a whole at the end, for the trajectory. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject, JsonValue } from '../../../schemas/json.ts';
import { isJsonObject } from '../../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { excerpt, parseOwnJson } from './own-json.ts';

const file = 'metrics.jsonl';
const fieldName = /^(?!__proto__$)[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** A line of the file: an epoch and what was measured then. */
export interface LiveLine {
  readonly epoch: number;
  readonly values: ReadonlyMap<string, number | string | null>;
}

/** Reads what was added since the last call. */
export class GrowingFile {
  readonly #path: string;
  readonly #chunk = Buffer.alloc(65_536);
  #at = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Whole lines; none while the file is not there. */
  newLines(): string[] {
    let handle: number;
    try {
      handle = openSync(this.#path, 'r');
    } catch {
      return [];
    }
    try {
      for (;;) {
        const count = readSync(handle, this.#chunk, 0, this.#chunk.length, this.#at);
        if (count === 0) break;
        this.#at += count;
        this.#rest += this.#chunk.toString('latin1', 0, count);
      }
    } finally {
      closeSync(handle);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.map((line) => Buffer.from(line, 'latin1').toString('utf8'));
  }
}

/** Undefined for a line that is none: while the program runs, nobody is told so. */
export function liveLine(text: string): LiveLine | undefined {
  const read = readLine(text, 'validation', 0);
  return read.ok ? read.value : undefined;
}

/**
 * The lines of the trajectory. Of an epoch that an attempt reported and a later one trained again, the later line counts.
 * @param measure the split whose numbers the job may see
 */
export function readLines(text: string, measure: 'validation' | 'test'): Result<JsonObject[], JobFailure> {
  const byEpoch = new Map<number, LiveLine>();
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line, measure, i + 1);
    if (!read.ok) return read;
    byEpoch.set(read.value.epoch, read.value);
  }
  return ok([...byEpoch.values()].sort((a, b) => a.epoch - b.epoch).map(trajectoryLine));
}

function readLine(text: string, measure: 'validation' | 'test', line: number): Result<LiveLine, JobFailure> {
  const malformed = (message: string) =>
    fail<JobFailure>({ reason: 'metrics-malformed', file, line, message });
  const parsed = parseOwnJson(text);
  if (!parsed.ok) return malformed(parsed.failures[0] ?? '');
  const value = parsed.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return malformed(`expected an object, found ${excerpt(value)}`);
  }
  const values = new Map<string, number | string | null>();
  let epoch: number | undefined;
  for (const [name, found] of Object.entries(value)) {
    if (name === 'epoch') epoch = Number.isInteger(found) && found >= 0 ? found : undefined;
    else {
      const other = measure === 'validation' ? 'test.' : 'validation.';
      if (name.startsWith(other)) {
        return fail({ reason: 'metric-of-other-split', metric: name, measure, file });
      }
      const field = name.startsWith(`${measure}.`) ? name.slice(measure.length + 1) : name;
      if (!fieldName.test(field) || name === 'phase')
        return malformed(`${excerpt(name)} is no name of a number`);
      const kept = plainValue(found);
      if (kept === undefined)
        return malformed(`expected ${name} to be a number or a text, found ${excerpt(found)}`);
      values.set(name, kept);
    }
  }
  if (epoch === undefined) return malformed('expected `epoch`, the number of epochs trained so far');
  return ok({ epoch, values });
}

function plainValue(value: unknown): number | string | null | undefined {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  return value === null || typeof value === 'string' ? value : undefined;
}

/** Names of metrics lead into a map for their split, as curves read them. */
function trajectoryLine({ epoch, values }: LiveLine): JsonObject {
  const line: Record<string, JsonValue> = { phase: 'report', epoch };
  for (const [name, value] of values) {
    const [split, field] = name.split('.');
    if (split === undefined || field === undefined) line[name] = value;
    else line[split] = { ...splitOf(line[split]), [field]: value };
  }
  return line;
}

const splitOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
