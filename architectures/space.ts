/** `reprise space`: how many architectures a space has, by every rule by which its size is published, and their hashes. */
import { loadSpace, spaceNames } from '../experiments/registry/spaces.ts';
import { grouped, sizes } from '../experiments/space/answer.ts';
import { readOptions } from '../experiments/space/options.ts';
import type { SpaceSettings } from '../schemas/manifest.ts';
import type { QueryAnswer, QueryOptions } from '../schemas/query.ts';
import { listHashes } from './list-hashes.ts';

/** @param settings null for a list of all spaces */
export async function describeSpace(
  settings: SpaceSettings | null,
  options: QueryOptions,
  asJson: boolean,
): Promise<QueryAnswer> {
  if (settings === null) return listSpaces(options);
  const space = await loadSpace(settings);
  if (!space.ok) return { ok: false, problems: space.failures };
  const answer = (await space.value.description()).size(options);
  if (!answer.ok || !('hashes' in answer)) return answer;
  const { cells, total, about } = answer.hashes;
  await listHashes(cells, total, asJson ? about : null);
  return { ok: true, streamed: true };
}

async function listSpaces(options: QueryOptions): Promise<QueryAnswer> {
  const read = readOptions(options, {}, 'the list of spaces');
  if (!read.ok) return { ok: false, problems: read.failures };
  const spaces = await Promise.all(
    spaceNames.map(async (name) => ({ name, space: await loadSpace({ name }) })),
  );
  const all = spaces.map(({ name, space }) => [name, space.ok ? space.value.publishedCount : 0n] as const);
  return {
    ok: true,
    json: all.map(([space, count]) => ({ space, ...sizes(count) })),
    rows: [['SPACE', 'ARCHITECTURES'], ...all.map(([space, count]) => [space, grouped(count)])],
  };
}
