/** `reprise space`: how many architectures a space has, by every rule by which its size is published, and their hashes. */
import { loadSpace, spaceNames } from '../experiments/registry/spaces.ts';
import { argumentProblem, grouped, noneOf, sizes } from '../experiments/space/answer.ts';
import { readOptions } from '../experiments/space/options.ts';
import type { QueryAnswer, QueryOptions } from '../schemas/query.ts';
import { listHashes } from './list-hashes.ts';

/** @param name null for a list of all spaces */
export async function describeSpace(
  name: string | null,
  options: QueryOptions,
  asJson: boolean,
): Promise<QueryAnswer> {
  if (name === null) return listSpaces(options);
  const space = await loadSpace(name);
  if (!space) {
    const problem = argumentProblem('<space>', noneOf('a search space', name, spaceNames));
    return { ok: false, problems: [problem] };
  }
  const answer = (await space.description()).size(options);
  if (!answer.ok || !('hashes' in answer)) return answer;
  const { cells, total, about } = answer.hashes;
  await listHashes(cells, total, asJson ? about : null);
  return { ok: true, streamed: true };
}

async function listSpaces(options: QueryOptions): Promise<QueryAnswer> {
  const read = readOptions(options, {}, 'the list of spaces');
  if (!read.ok) return { ok: false, problems: read.failures };
  const spaces = await Promise.all(spaceNames.map(async (name) => ({ name, space: await loadSpace(name) })));
  const all = spaces.map(({ name, space }) => [name, space?.publishedCount ?? 0n] as const);
  return {
    ok: true,
    json: all.map(([space, count]) => ({ space, ...sizes(count) })),
    rows: [['SPACE', 'ARCHITECTURES'], ...all.map(([space, count]) => [space, grouped(count)])],
  };
}
