/** A number that a paper prints, with the digits that it has there. */
import { type Static, Type } from '@sinclair/typebox';
import type { WrittenNumbers } from './shared.ts';

export const publishedValue = Type.Object(
  {
    mean: Type.Optional(Type.Number({ description: 'Mean over runs.' })),
    std: Type.Optional(Type.Number({ description: 'Standard deviation over runs.', minimum: 0 })),
    best: Type.Optional(Type.Number({ description: 'Best single run.' })),
    n: Type.Optional(Type.Integer({ description: 'Number of runs.', minimum: 1 })),
  },
  {
    $id: 'publishedValue',
    title: 'Published value',
    description: 'What the paper prints, in the unit of the report.',
    minProperties: 1,
    additionalProperties: false,
    examples: [{ mean: 2.85, std: 0.08, best: 2.71, n: 10 }],
  },
);
export type PublishedValue = Readonly<Static<typeof publishedValue>> & { readonly written?: WrittenNumbers };
