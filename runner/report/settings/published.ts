/** A number that a paper prints, with the digits that it has there. */
import { type Static, Type } from '@sinclair/typebox';
import type { RowInput } from '../report-input.ts';
import { line, type WrittenNumbers } from './shared.ts';

/** Of a number that is not simply what the paper prints. */
export const publishedNote = line(
  'Note',
  'What a reader must know of the number, such as that it is from memory or from a table of another paper; it stands under the report.',
  'from memory, not checked',
);

export const publishedValue = Type.Object(
  {
    mean: Type.Optional(Type.Number({ description: 'Mean over runs.' })),
    std: Type.Optional(Type.Number({ description: 'Standard deviation over runs.', minimum: 0 })),
    best: Type.Optional(Type.Number({ description: 'Best single run.' })),
    n: Type.Optional(Type.Integer({ description: 'Number of runs.', minimum: 1 })),
    note: publishedNote,
  },
  {
    $id: 'publishedValue',
    title: 'Published value',
    description: 'What the paper prints, in the unit of the report.',
    minProperties: 1,
    additionalProperties: false,
    examples: [{ mean: 2.85, std: 0.08, best: 2.71, n: 10, note: 'with the auxiliary head' }],
  },
);
export type PublishedValue = Readonly<Static<typeof publishedValue>> & { readonly written?: WrittenNumbers };

/** What was published for a row: under the method and its seed set, or else under the method alone. */
export function publishedFor<V>(
  published: Readonly<Record<string, V>>,
  { method, seedSet }: Pick<RowInput, 'method' | 'seedSet'>,
): V | undefined {
  const name = `${method}/${seedSet ?? ''}`;
  return Object.hasOwn(published, name) ? published[name] : published[method];
}
