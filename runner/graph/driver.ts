/** Searches that compute nothing themselves, but ask for trials. */
import { drivenMethods } from '../../schemas/fit.ts';
import type { JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import type { GraphJob } from './job-graph.ts';

/** Whether a job is driven beside the workers, which are for the trials that it asks for. */
export function isDriver({ kind, parameters }: Pick<GraphJob, 'kind' | 'parameters'>): boolean {
  if (kind !== 'search') return false;
  const methods: Readonly<Record<string, readonly string[]>> = drivenMethods;
  const task = kindOf(parameters['task']);
  return Object.hasOwn(methods, task) && methods[task]?.includes(kindOf(parameters['method'])) === true;
}

const kindOf = (value: JsonValue | undefined): string =>
  isJsonObject(value) && typeof value['kind'] === 'string' ? value['kind'] : '';
