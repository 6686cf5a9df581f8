/** Pieces of JSON-LD. */
import type { JsonValue } from '../../schemas/json.ts';

export interface Entity {
  readonly '@id': string;
  readonly '@type': string | readonly string[];
  readonly [property: string]: JsonValue | readonly Reference[] | Reference | readonly string[];
}

export interface Reference {
  readonly '@id': string;
}

export const ref = (id: string): Reference => ({ '@id': id });
export const refs = (ids: readonly string[]): readonly Reference[] => ids.map(ref);

/** By the ending of a name. */
const encodings: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  pdf: 'application/pdf',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tex: 'application/x-tex',
  txt: 'text/plain',
  yaml: 'application/yaml',
  yml: 'application/yaml',
};

export const encodingOf = (name: string): string => {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return (Object.hasOwn(encodings, ending) ? encodings[ending] : undefined) ?? 'application/octet-stream';
};
