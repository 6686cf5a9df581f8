/** A correlation that a paper prints. */
import { type Static, Type } from '@sinclair/typebox';
import { publishedNote } from '../settings/published.ts';
import type { WrittenNumbers } from '../settings/shared.ts';

const coefficient = (description: string) =>
  Type.Optional(Type.Number({ description, minimum: -1, maximum: 1 }));

export const publishedCorrelation = Type.Object(
  {
    kendall: coefficient("Kendall's tau."),
    spearman: coefficient("Spearman's rho."),
    n: Type.Optional(Type.Integer({ description: 'Number of pairs.', minimum: 1 })),
    note: publishedNote,
  },
  {
    $id: 'publishedCorrelation',
    title: 'Published correlation',
    description: 'What the paper prints.',
    minProperties: 1,
    additionalProperties: false,
    examples: [{ kendall: 0.195, n: 10 }],
  },
);
export type PublishedCorrelation = Readonly<Static<typeof publishedCorrelation>> & {
  readonly written?: WrittenNumbers;
};
