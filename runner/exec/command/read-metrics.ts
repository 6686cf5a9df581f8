/** From the metrics.json of a program to that of its job. What departs from the declaration is a failure of its own. */
import type { KeyedCommand } from '../../../schemas/command.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobMetrics } from '../../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { excerpt, parseOwnJson } from './own-json.ts';

const file = 'metrics.json';
const cost = { multiplyAdds: 0, architectures: 1 };

interface Asked {
  readonly declared: KeyedCommand['metrics'];
  readonly measure: 'validation' | 'test';
}

/** A training that crashed, or whose score is no number, has a crash in place of scores. */
export function readMetrics(text: string, { declared, measure }: Asked): Result<JobMetrics, JobFailure> {
  const parsed = parseOwnJson(text);
  if (!parsed.ok) return malformed(parsed.failures[0] ?? '');
  const value = parsed.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return malformed(`expected an object from metrics to numbers, found ${excerpt(value)}`);
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  if (fields.has('crash')) return crashed(fields.get('crash'));
  const names = declared.map(({ name }) => name);
  const asked = names.filter((name) => name.startsWith(`${measure}.`));
  for (const [metric, found] of fields) {
    const undeclared = unknownMetric(metric, names, measure);
    if (undeclared !== undefined) return fail(undeclared);
    if (found !== null && typeof found !== 'number') {
      return fail({ reason: 'metric-not-a-number', metric, found: excerpt(found) });
    }
  }
  const missing = asked.find((name) => !fields.has(name));
  if (missing !== undefined)
    return fail({ reason: 'metric-missing', metric: missing, found: [...fields.keys()] });
  const none = asked.find((name) => fields.get(name) === null);
  if (none !== undefined) return ok(crash(`${none} is no finite number`));
  const scores = asked.map((name) => [name.slice(measure.length + 1), plain(Number(fields.get(name)))]);
  const measured = Object.fromEntries(scores);
  return ok(
    measure === 'validation'
      ? { validation: { split: measure, ...measured }, cost }
      : { test: { split: measure, ...measured }, cost },
  );
}

const malformed = (message: string) =>
  fail<JobFailure>({ reason: 'metrics-malformed', file, line: null, message });

/** The zero that has a canonical form. */
const plain = (value: number): number => (value === 0 ? 0 : value);

function unknownMetric(
  metric: string,
  declared: readonly string[],
  measure: Asked['measure'],
): JobFailure | undefined {
  const other = measure === 'validation' ? 'test' : 'validation';
  if (metric.startsWith(`${other}.`)) return { reason: 'metric-of-other-split', metric, measure, file };
  return declared.includes(metric)
    ? undefined
    : { reason: 'metric-undeclared', metric, declared: [...declared] };
}

function crashed(reason: unknown): Result<JobMetrics, JobFailure> {
  if (typeof reason === 'string' && reason.trim() !== '')
    return ok(crash(`The program says: ${reason.slice(0, 500)}`));
  return malformed(`expected \`crash\` to be a text that says why, found ${excerpt(reason)}`);
}

const crash = (message: string): JobMetrics => ({
  crash: {
    message,
    hint: 'Look into what the program printed; lower its learning rate where a loss grew without bound',
  },
  cost,
});
