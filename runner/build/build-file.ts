/**
 * A build on disk: an immutable folder `dist/builds/<id>`, with a list of what it was made of and of its files. The id
 * is the digest of that list, so a folder that holds what its name says is the build that it claims to be.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { sha256 } from '../../schemas/canonical.ts';
import { contract, contractProblemText, exact, mapOf, sha256Schema } from '../../schemas/contract.ts';
import { isSha256, type Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { CodeGraph } from '../key/code-closure.ts';
import { errorCode, unlessMissing } from '../util/system-error.ts';

export const listName = 'build.json';

const path = Type.String({ minLength: 1 });
/** Written from the graph of the same sources, whose type says more than a schema can. */
const graph = Type.Unsafe<CodeGraph>(
  exact({
    modules: mapOf(
      /^.+$/,
      exact({
        imports: Type.Array(path),
        packages: Type.Array(path),
        registry: Type.Optional(
          exact({ entries: Type.Array(exact({ name: Type.String(), path })), rest: sha256Schema }),
        ),
      }),
    ),
    kernels: Type.Array(path),
  }),
);

const buildList = exact({
  formatVersion: Type.Literal(1),
  /** Of all sources: tells whether a build is as old as they are. */
  sources: sha256Schema,
  /** Path to git blob id. */
  blobs: mapOf(/^.+$/, Type.String({ pattern: '^[0-9a-f]{40}$' })),
  graph,
  /** Path of each package in it, to the pinned digest of its files. */
  packages: mapOf(/^node_modules\/.+$/, sha256Schema),
  /** Name and version of what built it. */
  tools: mapOf(/^.+$/, Type.String()),
  /** Name of each file beside the list, to its content. */
  files: mapOf(/^[A-Za-z0-9._-]+$/, sha256Schema),
});

const buildFile = contract('build.json', buildList);
export type BuildList = Static<typeof buildList>;

export interface Build {
  readonly id: Sha256;
  readonly folder: string;
  readonly list: BuildList;
}

export type BuildFault =
  | { readonly reason: 'build-absent'; readonly folder: string }
  /** Its list or its files are not what its name says. */
  | { readonly reason: 'build-changed'; readonly folder: string; readonly files: readonly string[] }
  | { readonly reason: 'build-unreadable'; readonly folder: string; readonly detail: string };

/** Reads the list of a build; its files are looked at by `changedFiles`. */
export function readBuild(folder: string): Result<Build, BuildFault> {
  const id = basename(folder);
  try {
    const bytes = unlessMissing(() => readFileSync(join(folder, listName)));
    if (bytes === undefined || !isSha256(id)) return fail({ reason: 'build-absent', folder });
    if (sha256(bytes) !== id) return fail({ reason: 'build-changed', folder, files: [listName] });
    const list = buildFile.parse(bytes.toString('utf8'));
    if (list.ok) return ok({ id, folder, list: list.value });
    return fail({
      reason: 'build-unreadable',
      folder,
      detail: list.failures.map(contractProblemText).join('; '),
    });
  } catch (error) {
    return fail({ reason: 'build-unreadable', folder, detail: errorCode(error) ?? String(error) });
  }
}

/**
 * Native kernels are for the processor that they were compiled for, so an archive of the program comes without them; the
 * WebAssembly kernels compute the same.
 */
const mayBeMissing = /\.node$/;

/** Names of files that are missing, changed, or were not there when the build was made; `only` looks at these alone. */
export function changedFiles({ folder, list }: Build, only?: RegExp): string[] {
  const present = new Set(unlessMissing(() => readdirSync(folder)) ?? []);
  const expected = Object.entries(list.files)
    .filter(([name]) => only === undefined || only.test(name))
    .filter(([name]) => present.has(name) || !mayBeMissing.test(name));
  const changed = expected.filter(([name, digest]) => digestOf(join(folder, name)) !== digest);
  const known = new Set([listName, ...Object.keys(list.files)]);
  const added = [...present].filter((name) => !known.has(name));
  return [...changed.map(([name]) => name), ...added];
}

/** The files that a worker loads. */
export const workerFiles = /^worker[.-]|\.(?:wasm|node)$/;

function digestOf(file: string): Sha256 | undefined {
  try {
    return statSync(file).isFile() ? sha256(readFileSync(file)) : undefined;
  } catch {
    // Missing or unreadable: in either case not the file that was built.
    return undefined;
  }
}
