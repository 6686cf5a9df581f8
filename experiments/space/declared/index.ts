/** A search space from its declaration in a manifest. */
import { readDeclaration } from '../../../schemas/declared-space/read-declaration.ts';
import type { SpaceSettings } from '../../../schemas/manifest.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { SpaceModule } from '../module.ts';
import { descriptionOf } from './description.ts';
import type { DeclaredGenotype } from './genotype.ts';
import { DeclaredArchitectures } from './space.ts';

export function declaredSpace(settings: SpaceSettings): Result<SpaceModule<DeclaredGenotype>, QueryProblem> {
  const read = readDeclaration(settings);
  if (!read.ok) return fail(...read.failures);
  const space = new DeclaredArchitectures(read.value);
  const { name, config, sample, mutate, encode, decode, validate, id } = space;
  return ok({
    ...{ name, config, sample, mutate, encode, decode, validate, id, read: space.read },
    // Counting isomorphic cells takes a while, and few ask for it.
    get count() {
      return space.count;
    },
    get publishedCount() {
      return space.labelled;
    },
    sentence: 'The parameters and cells that a manifest declares.',
    source: 'its manifest',
    examples: {},
    genotypeId: id,
    genotypeOf: (architecture) => architecture,
    description: async () => descriptionOf(space),
    triedIn: ['command'],
    tasks: {},
  });
}
