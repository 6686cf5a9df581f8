/** What a job left in a file, as text. */
import type { Sha256 } from '../../schemas/ids.ts';
import type { OutputFile } from '../../schemas/record.ts';
import type { Store } from './store.ts';

/** @returns undefined where the job left no such file, or the store cannot give it */
export function outputText(
  { outputs }: { readonly outputs: Readonly<Record<string, Pick<OutputFile, 'digest'>>> },
  file: string,
  store: Store,
): string | undefined {
  const output = Object.hasOwn(outputs, file) ? outputs[file] : undefined;
  return output === undefined ? undefined : contentText(output.digest, store);
}

const decoder = new TextDecoder();

/** @returns undefined where the store cannot give the object */
export function contentText(digest: Sha256, store: Store): string | undefined {
  const object = store.readObject(digest);
  return object.ok ? decoder.decode(object.value) : undefined;
}
