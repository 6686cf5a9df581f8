/** Lays the schema of manifests where editors find it, with the modules of the project in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../util/atomic-file.ts';
import { unlessMissing, unlessRefused } from '../util/system-error.ts';

/** @param root of the project. @param program folder of its sources. */
export function offerSchema(root: string, program: string): void {
  const offered = join(root, '.reprise', 'manifest.schema.json');
  const read = (file: string): Buffer | undefined => unlessMissing(() => readFileSync(file));
  const schema = read(join(program, 'schemas', 'manifest.schema.json'));
  if (schema === undefined || read(offered)?.equals(schema) === true) return;
  // An editor without it is no reason to stop.
  unlessRefused(() => {
    const ignore = join(root, '.reprise', '.gitignore');
    if (read(ignore) === undefined) replaceFile(ignore, '*\n');
    replaceFile(offered, schema);
  });
}
