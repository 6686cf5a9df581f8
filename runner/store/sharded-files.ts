/** Files that lie one folder down, in the folder of the first two digits of their name. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { isSha256, type Sha256 } from '../../schemas/ids.ts';
import { unlessMissing } from '../util/system-error.ts';
import type { Layout } from './layout.ts';

/** In code-unit order. */
export const objectDigests = (layout: Layout): readonly Sha256[] =>
  shardedFiles(layout.objects).flatMap(({ shard, name }) =>
    isSha256(name) && name.startsWith(shard) ? [name] : [],
  );

/** Files one folder down, in code-unit order of folder and name. */
export function shardedFiles(folder: string): readonly { readonly shard: string; readonly name: string }[] {
  return list(folder).flatMap((shard) => list(join(folder, shard)).map((name) => ({ shard, name })));
}

const list = (folder: string): readonly string[] =>
  (unlessMissing(() => readdirSync(folder)) ?? []).sort(byCodeUnit);
