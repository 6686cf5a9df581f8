/** `reprise arch`: size, identity and picture of one architecture. */
import { loadSpace } from '../experiments/registry/spaces.ts';
import type { SpaceSettings } from '../schemas/manifest.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../schemas/query.ts';
import { renderSvg } from './drawing/svg.ts';

export async function describeArchitecture(
  settings: SpaceSettings,
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): Promise<QueryAnswer> {
  const space = await loadSpace(settings);
  if (!space.ok) return { ok: false, problems: space.failures.map(onOption) };
  const answer = (await space.value.description()).describe(given, options);
  if (!answer.ok) return answer;
  const { picture, ...rest } = answer;
  return draw && picture ? { ...rest, svg: renderSvg(picture) } : rest;
}

/** The space is an option here, and no argument. */
const onOption = (problem: QueryProblem): QueryProblem =>
  problem.kind === 'argument' ? { ...problem, argument: '--space' } : problem;
