/** What a person gives as an architecture: a published name, or what a file holds. */
import type { GivenArchitecture, QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { argumentProblem, noneOf } from './answer.ts';
import type { SpaceModule } from './module.ts';

export function givenGenotype<G>(
  given: GivenArchitecture,
  examples: Readonly<Record<string, G>>,
  read: SpaceModule<unknown, G>['read'],
): Result<G, QueryProblem> {
  if ('value' in given) return read(given.value);
  const named = Object.hasOwn(examples, given.name) ? examples[given.name] : undefined;
  if (named !== undefined) return ok(named);
  return fail(
    argumentProblem(
      '<architecture>',
      noneOf('a JSON file or a published genotype', given.name, Object.keys(examples)),
    ),
  );
}
