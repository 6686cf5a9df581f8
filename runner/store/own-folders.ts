/** Folders of a store that are links: what would be made, removed or believed there is somebody else's. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '../util/explained-error.ts';
import { unlessMissing } from '../util/system-error.ts';
import type { Layout } from './layout.ts';

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/** Those in which things are made and removed by name. */
export const linkedFolders = (layout: Layout): readonly string[] => layout.own.filter(isLink);

/** @throws ExplainedError for the first folder that is a link. */
export function expectOwnFolders(layout: Layout): void {
  const [linked] = linkedFolders(layout);
  if (linked === undefined) return;
  throw new ExplainedError(
    `expected ${linked} to be a folder of the store, found a link`,
    'remove the link; to keep the store on another disk, link the whole store, or use --store <folder>',
  );
}

/**
 * For the store of a rerun, which must owe nothing to another: no folder of it may be a link.
 * @throws ExplainedError for the first that is.
 */
export function expectNoLinks(layout: Layout): void {
  const { root, objects, records, own } = layout;
  const linked =
    [root, objects, records, ...own].find(isLink) ?? [objects, records].flatMap(within).find(isLink);
  if (linked === undefined) return;
  throw new ExplainedError(
    `expected ${linked} to be a folder of a rerun, which takes no results from elsewhere, found a link`,
    'remove the link; what it led to is then computed',
  );
}

const within = (folder: string): string[] =>
  (unlessMissing(() => readdirSync(folder)) ?? []).map((name) => join(folder, name));
