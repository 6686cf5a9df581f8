/** What `reprise arch` says of a recurrent genotype: its language model in numbers. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import type { Result } from '../../../schemas/result.ts';
import { grouped } from '../answer.ts';
import type { ArchitectureAnswer } from '../module.ts';
import { integer, type OptionValues } from '../options.ts';
import { countRnn } from './counts.ts';
import { drawRnn } from './drawing.ts';

/** @param width of the published evaluation, on Penn Treebank */
export const languageModelLaws = (width: number) =>
  ({
    vocabulary: integer('words', [1, 10_000_000], 10_000, 'number of words'),
    width: integer('numbers', [1, 100_000], width, 'width of embedding and hidden state'),
  }) as const;

interface AskedCell {
  readonly values: OptionValues<ReturnType<typeof languageModelLaws>>;
  readonly genotype: RnnGenotype;
}

export function describeCell(
  read: Result<AskedCell, QueryProblem>,
  {
    space,
    name,
    id,
  }: { readonly space: string; readonly name: string | null; id(cell: RnnGenotype): string },
): ArchitectureAnswer {
  if (!read.ok) return { ok: false, problems: read.failures };
  const { values, genotype } = read.value;
  const { vocabulary, width } = values;
  const { parameters, multiplyAdds } = countRnn(genotype, { vocabulary, width });
  return {
    ok: true,
    json: {
      ...{ space, name, id: id(genotype), parameters, multiplyAdds },
      network: { vocabulary, width },
      genotype: { ...genotype },
    },
    rows: [
      ['space', space],
      ...(name === null ? [] : [['name', name]]),
      ['id', id(genotype)],
      ['parameters', grouped(parameters)],
      ['multiply-adds', `${grouped(multiplyAdds)} for each token`],
      ['network', `${grouped(vocabulary)} words, ${width} wide, embedding and decoder tied`],
    ],
    picture: drawRnn(genotype, name),
  };
}
