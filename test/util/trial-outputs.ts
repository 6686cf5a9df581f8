/** What a trial left, as its search is told. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../schemas/canonical.ts';
import type { TrialAnswer } from '../../schemas/trial.ts';

type Outputs = Extract<TrialAnswer, { readonly done: true }>['outputs'];

/** Every file of a folder. */
export const outputsIn = (folder: string): Outputs =>
  Object.fromEntries(
    readdirSync(folder).map((name) => {
      const path = join(folder, name);
      return [name, { digest: sha256(readFileSync(path)), path }];
    }),
  );

/** @param folder is made */
export function writeOutputs(folder: string, files: Readonly<Record<string, string>>): Outputs {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return outputsIn(folder);
}
