/** `reprise arch`: size, identity and picture of one architecture. */
import type { GivenArchitecture, QueryAnswer, QueryOptions } from '../../schemas/query.ts';
import { argumentProblem, noneOf } from './answer.ts';
import { describeDartsCnn } from './arch-darts-cnn.ts';
import { describeDartsRnn } from './arch-darts-rnn.ts';
import { describeNasbench1shot1 } from './arch-nasbench1shot1.ts';
import { describeNasbench101 } from './arch-nasbench101.ts';

type Describe = (given: GivenArchitecture, options: QueryOptions, draw: boolean) => QueryAnswer;

const spaces: Readonly<Record<string, Describe>> = {
  'darts-cnn': describeDartsCnn,
  'darts-rnn': describeDartsRnn,
  nasbench101: describeNasbench101,
  'nasbench1shot1-1': describeNasbench1shot1(1),
  'nasbench1shot1-2': describeNasbench1shot1(2),
  'nasbench1shot1-3': describeNasbench1shot1(3),
};

export function describeArchitecture(
  space: string,
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): QueryAnswer {
  const describe = Object.hasOwn(spaces, space) ? spaces[space] : undefined;
  if (describe) return describe(given, options, draw);
  const problem = argumentProblem('--space', noneOf('a search space', space, Object.keys(spaces)));
  return { ok: false, problems: [problem] };
}
