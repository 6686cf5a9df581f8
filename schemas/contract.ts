/**
 * Formats that cross a process, a commit or a machine, each with its validator. What is read from a file is believed only
 * after `read`: unknown fields are refused, and every text that becomes a path has the form of a name.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { ValueError } from '@sinclair/typebox/errors';
import type { ArtifactId, GitCommit, JobKey, Seed, Sha256 } from './ids.ts';
import { maxSeed } from './ids.ts';
import { fail, ok, type Result } from './result.ts';

/** The first place where a value departs from its format. */
export interface ContractProblem {
  readonly reason: 'contract';
  /** Name of the format, such as `lock`. */
  readonly format: string;
  /** JSON pointer, such as `/profiles/nano/commit`; empty for the whole value. */
  readonly path: string;
  /** What was expected there, as a clause. */
  readonly expected: string;
  /** JSON text of what was found, cut; `nothing` where the field is absent. */
  readonly found: string;
}

export interface Contract<T> {
  readonly name: string;
  read(value: unknown): Result<T, ContractProblem>;
  /** The same for JSON text. */
  parse(text: string): Result<T, ContractProblem>;
}

/** @param schema objects in it must refuse additional properties: see `exact` and `mapOf`. */
export function contract<S extends TSchema>(name: string, schema: S): Contract<Static<S>> {
  // Compiled when first used: most commands need few formats.
  let compiled: ReturnType<typeof TypeCompiler.Compile<S>> | undefined;
  const read = (value: unknown): Result<Static<S>, ContractProblem> => {
    compiled ??= TypeCompiler.Compile(schema);
    if (compiled.Check(value)) return ok(value);
    const { path = '', message = 'another shape', value: found } = firstError(compiled.Errors(value)) ?? {};
    return fail({ reason: 'contract', format: name, path, expected: clause(message), found: excerpt(found) });
  };
  const parse = (text: string): Result<Static<S>, ContractProblem> => {
    try {
      const value: unknown = JSON.parse(text);
      const problem = unusable(value);
      return problem ? fail({ reason: 'contract', format: name, ...problem }) : read(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const found = text.trim() === '' ? 'an empty text' : error.message;
      return fail({ reason: 'contract', format: name, path: '', expected: 'valid JSON', found });
    }
  };
  return { name, read, parse };
}

/** Levels of objects and lists in each other; no format has more than a dozen. */
const mostLevels = 64;

interface Visit {
  readonly value: unknown;
  readonly path: string;
  readonly level: number;
}

/**
 * What no format may hold: the zero that has no canonical form, and more levels than a recursive reader stands. Without
 * recursion, since the text may come from anybody.
 */
function unusable(root: unknown): Pick<ContractProblem, 'path' | 'expected' | 'found'> | undefined {
  const left: Visit[] = [{ value: root, path: '', level: 0 }];
  for (let visit = left.pop(); visit !== undefined; visit = left.pop()) {
    const { value, path, level } = visit;
    if (Object.is(value, -0)) return { path, expected: 'a number that is no negative zero', found: '-0' };
    if (typeof value !== 'object' || value === null) continue;
    if (level === mostLevels) {
      return { path: '', expected: `at most ${mostLevels} levels`, found: 'more of them in each other' };
    }
    for (const [key, item] of Object.entries(value)) {
      left.push({ value: item, path: `${path}/${key}`, level: level + 1 });
    }
  }
  return undefined;
}

/** `lock /profiles/nano/commit: expected string to match '…', found "HEAD"`. */
export const contractProblemText = ({ format, path, expected, found }: ContractProblem): string =>
  `${format}${path === '' ? '' : ` ${shortened(path)}`}: expected ${expected}, found ${found}`;

/** Where a value may have one of several shapes, the first departure from the shape that it departs from least. */
function firstError(errors: Iterable<ValueError>): ValueError | undefined {
  const [first] = errors;
  const variants = (first?.errors ?? []).map((variant) => [...variant]);
  const nearest = variants.reduce<ValueError[] | undefined>(
    (best, variant) => (best === undefined || variant.length < best.length ? variant : best),
    undefined,
  );
  return (nearest === undefined ? undefined : firstError(nearest)) ?? first;
}

const clause = (message: string): string =>
  message === 'Unexpected property' ? 'no field of this name' : message.replace(/^Expected /, '');

function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing';
  return shortened(JSON.stringify(value) ?? String(value));
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** An object with these fields and no others. */
export const exact = <P extends Record<string, TSchema>>(fields: P) =>
  Type.Object(fields, { additionalProperties: false });

/** A map whose keys match the pattern. */
export const mapOf = <S extends TSchema>(keys: RegExp, values: S) =>
  Type.Record(Type.String({ pattern: keys.source }), values, { additionalProperties: false });

/** Names that become one part of a path: of manifests, profiles, seed sets, stages, reports and their files. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/;
/** Output files: parts as above, further characters, joined by `/`; no part is `.` or `..`. */
export const outputNamePattern =
  /^(?!(?:.*\/)?\.{1,2}(?:\/|$))(?!__proto__$)[A-Za-z0-9._+=@,~-]+(?:\/[A-Za-z0-9._+=@,~-]+)*$/;

export const sha256Schema = Type.Unsafe<Sha256>(Type.String({ pattern: '^[0-9a-f]{64}$' }));
export const jobKeySchema = Type.Unsafe<JobKey>(Type.String({ pattern: '^[0-9a-f]{64}$' }));
export const artifactIdSchema = Type.Unsafe<ArtifactId>(Type.String({ pattern: '^[0-9a-f]{64}$' }));
export const commitSchema = Type.Unsafe<GitCommit>(
  Type.String({ pattern: '^(?:[0-9a-f]{40}|[0-9a-f]{64})$' }),
);
export const seedSchema = Type.Unsafe<Seed>(Type.Integer({ minimum: 0, maximum: maxSeed }));
export const nameSchema = Type.String({ pattern: namePattern.source });
