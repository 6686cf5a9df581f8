/** What a job left in a file, as text or as bytes. */
import type { Sha256 } from '../../schemas/ids.ts';
import type { OutputFile } from '../../schemas/record.ts';
import type { Store } from './store.ts';

/** @returns undefined where the job left no such file, or the store cannot give it */
export function outputText(
  { outputs }: { readonly outputs: Readonly<Record<string, Pick<OutputFile, 'digest'>>> },
  file: string,
  store: Store,
): string | undefined {
  const bytes = outputBytes({ outputs }, file, store);
  return bytes === undefined ? undefined : decoder.decode(bytes);
}

/** @returns undefined where the job left no such file, or the store cannot give it */
export function outputBytes(
  { outputs }: { readonly outputs: Readonly<Record<string, Pick<OutputFile, 'digest'>>> },
  file: string,
  store: Store,
): Uint8Array | undefined {
  const output = Object.hasOwn(outputs, file) ? outputs[file] : undefined;
  const object = output === undefined ? undefined : store.readObject(output.digest);
  return object?.ok === true ? object.value : undefined;
}

const decoder = new TextDecoder();

/** @returns undefined where the store cannot give the object */
export function contentText(digest: Sha256, store: Store): string | undefined {
  const object = store.readObject(digest);
  return object.ok ? decoder.decode(object.value) : undefined;
}
