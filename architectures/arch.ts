/** `reprise arch`: size, identity and picture of one architecture. */
import { loadSpace, spaceNames } from '../experiments/registry/spaces.ts';
import { argumentProblem, noneOf } from '../experiments/space/answer.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions } from '../schemas/query.ts';
import { renderSvg } from './drawing/svg.ts';

export async function describeArchitecture(
  name: string,
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): Promise<QueryAnswer> {
  const space = await loadSpace(name);
  if (!space) {
    const problem = argumentProblem('--space', noneOf('a search space', name, spaceNames));
    return { ok: false, problems: [problem] };
  }
  const answer = (await space.description()).describe(given, options);
  if (!answer.ok) return answer;
  const { picture, ...rest } = answer;
  return draw && picture ? { ...rest, svg: renderSvg(picture) } : rest;
}
