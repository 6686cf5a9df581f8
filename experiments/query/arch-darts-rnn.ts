/** The language model of a recurrent genotype, in numbers. */
import type { RnnGenotype } from '../../schemas/architecture.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { drawRnn } from '../drawing/cells.ts';
import { countRnn } from '../space/darts-rnn/counts.ts';
import { rnnGenotypeId } from '../space/darts-rnn/genotype.ts';
import { namedRnn } from '../space/darts-rnn/named.ts';
import { argumentProblem, grouped, noneOf } from './answer.ts';
import { readOptions } from './options.ts';
import { readRnnGenotype } from './read-genotype.ts';

/** Penn Treebank in the published evaluation. */
const laws = {
  vocabulary: { kind: 'integer', min: 1, max: 10_000_000, default: 10_000 },
  width: { kind: 'integer', min: 1, max: 100_000, default: 850 },
} as const;

export function describeDartsRnn(
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): QueryAnswer {
  const values = readOptions(options, laws, 'space darts-rnn');
  const genotype = genotypeOf(given);
  if (!values.ok || !genotype.ok) {
    const problems = [...(values.ok ? [] : values.failures), ...(genotype.ok ? [] : genotype.failures)];
    return { ok: false, problems };
  }
  const { vocabulary, width } = values.value;
  const { parameters, multiplyAdds } = countRnn(genotype.value, { vocabulary, width });
  const id = rnnGenotypeId(genotype.value);
  const name = 'name' in given ? given.name : null;
  return {
    ok: true,
    json: {
      space: 'darts-rnn',
      name,
      id,
      parameters,
      multiplyAdds,
      network: { vocabulary, width },
      genotype: { ...genotype.value },
    },
    rows: [
      ['space', 'darts-rnn'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', `${grouped(multiplyAdds)} for each token`],
      ['network', `${grouped(vocabulary)} words, ${width} wide, embedding and decoder tied`],
    ],
    ...(draw ? { svg: drawRnn(genotype.value, name) } : {}),
  };
}

function genotypeOf(given: GivenArchitecture): Result<RnnGenotype, QueryProblem> {
  if ('value' in given) return readRnnGenotype(given.value);
  const named: Readonly<Record<string, { readonly genotype: RnnGenotype }>> = namedRnn;
  const found = Object.hasOwn(named, given.name) ? named[given.name] : undefined;
  if (found) return ok(found.genotype);
  return fail(
    argumentProblem(
      '<architecture>',
      noneOf('a JSON file or a published genotype', given.name, Object.keys(named)),
    ),
  );
}
