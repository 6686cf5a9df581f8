/** What a job left in a file, as text. */
import type { JobRecord } from '../../schemas/record.ts';
import type { Store } from './store.ts';

/** @returns undefined where the job left no such file, or the store cannot give it */
export function outputText(
  { outputs }: Pick<JobRecord, 'outputs'>,
  file: string,
  store: Store,
): string | undefined {
  const output = Object.hasOwn(outputs, file) ? outputs[file] : undefined;
  const object = output === undefined ? undefined : store.readObject(output.digest);
  return object?.ok === true ? new TextDecoder().decode(object.value) : undefined;
}
