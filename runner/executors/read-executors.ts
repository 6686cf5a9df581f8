/** Reads `executors.yaml`: every problem at once, at the place where it is written. */
import { join } from 'node:path';
import { type ValueError, ValueErrorType } from '@sinclair/typebox/errors';
import { Value } from '@sinclair/typebox/value';
import { type ExecutorSettings, executorsSchema } from '../../schemas/executors.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { parseManifest } from '../manifest/parse-yaml.ts';
import { readSource } from '../manifest/read-source.ts';
import { keySpan, type MapNode, nodeAt, type Path, toPlain, valueSpan } from '../manifest-tree/node.ts';
import { pathOfPointer } from '../manifest-tree/pointer.ts';
import { type ManifestProblem, type PlacedProblem, problemAt } from '../manifest-tree/problem.ts';
import { choiceAmong } from '../manifest-tree/suggest.ts';

/** In the project's folder. */
export const executorsFile = 'executors.yaml';

/** A file that is not there says nothing. @param name how messages call it */
export function readExecutors(
  root: string,
  file: string = join(root, executorsFile),
  name: string = executorsFile,
): Result<ExecutorSettings, ManifestProblem> {
  const source = readSource(file, name);
  if (!source.ok) return source.failures.every(isAbsent) ? ok({}) : source;
  if (isEmpty(source.value.text)) return ok({});
  const { root: tree, problems } = parseManifest(source.value);
  if (tree === null || problems.length > 0) return fail(...problems);
  const value = toPlain(tree);
  const errors = [...Value.Errors(executorsSchema, value)];
  if (errors.length === 0) return ok(value as ExecutorSettings);
  return fail(
    ...onePerPlace(errors)
      .map((error) => problemOf(tree, error))
      .sort(byPlace),
  );
}

const byPlace = (a: PlacedProblem, b: PlacedProblem): number => a.line - b.line || a.col - b.col;

const isAbsent = (problem: ManifestProblem): boolean =>
  problem.reason === 'cannot-read' && problem.why.reason === 'system' && problem.why.code === 'ENOENT';

/** Nothing but comments, as of somebody who took every setting out. */
const isEmpty = (text: string): boolean => text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));

/** The first says most: what is wrong within a value follows from it. */
function onePerPlace(errors: readonly ValueError[]): readonly ValueError[] {
  const seen = new Set<string>();
  return errors.filter(({ path }) => !seen.has(path) && seen.add(path));
}

function problemOf(tree: MapNode, { type, path: pointer, schema }: ValueError): PlacedProblem {
  const path = pathOfPointer(pointer);
  const key = path.at(-1) ?? '';
  if (type === ValueErrorType.ObjectAdditionalProperties) {
    const options = Object.keys(schemaAt(path.slice(0, -1)).properties ?? {});
    return problemAt(
      keySpan(tree, path) ?? tree.span,
      path,
      { reason: 'unknown-key', key },
      choiceAmong(options, key),
    );
  }
  const node = nodeAt(tree, path);
  const found = node === undefined ? 'nothing' : foundText(toPlain(node));
  const expected = lawOf(path) ?? schema.description ?? 'a map of keys to values';
  return problemAt(valueSpan(tree, path) ?? tree.span, path, { reason: 'wrong-value' }, { expected, found });
}

const foundText = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);

interface SchemaPart {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
}

function schemaAt(path: Path): SchemaPart {
  let part: SchemaPart = executorsSchema;
  for (const key of path) part = part.properties?.[key] ?? {};
  return part;
}

/** The law of the setting that a value is part of, such as of the list that an item stands in. */
function lawOf(path: Path): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const { description } = schemaAt(path.slice(0, length));
    if (description !== undefined) return description;
  }
  return undefined;
}
