/** The tasks `command` of a graph: the files that they declare, by content, and the data that they read. */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit, canonicalDigest } from '../../schemas/canonical.ts';
import {
  type CommandLimits,
  commandLimits,
  commandVersion,
  isCommandTask,
  type KeyedCommand,
  keyedCommand,
  keyedTask,
} from '../../schemas/command.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type { CodeIdentity } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { gitBlobId } from '../build/sources.ts';
import type { CommandProgram, DeclaredFile } from '../exec/command/command-program.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import { matchesPattern } from '../project/path-pattern.ts';
import { hashFile } from '../util/hash-file.ts';

export type CommandProblem =
  /** No file of the repository that git would keep has such a path. */
  | { readonly reason: 'no-declared-file'; readonly pattern: string; readonly root: string }
  | {
      readonly reason: 'no-command-data';
      readonly name: string;
      readonly path: string;
      readonly folders: readonly string[];
    }
  /** A link, a pipe or a device among the data. */
  | { readonly reason: 'odd-command-data'; readonly name: string; readonly path: string };

export interface CommandTaskFiles extends CommandProgram {
  readonly code: CodeIdentity;
  /** Of the data; null when the task reads none. */
  readonly digest: Sha256 | null;
}

export interface Places {
  readonly root: string;
  /** Where data lie that are not in the repository. */
  readonly dataRoot: string;
  /** Paths that git keeps or would keep. */
  readonly candidates: readonly string[];
  /** Whether data may be absent, for commands that only look. */
  readonly optionalData: boolean;
}

/** From the parameters of a job to what its task declares; undefined for another task. */
export type CommandTasks = (parameters: JsonObject) => CommandTaskFiles | undefined;

/** Every task of the graph: a matrix may vary it. */
export function findCommandTasks(
  graph: JobGraph,
  { task }: Pick<ResolvedManifest, 'task'>,
  places: Places,
): Result<CommandTasks, CommandProblem> {
  const limits = commandLimits.read(task);
  const found = new Map<string, CommandTaskFiles>();
  for (const { parameters } of graph.jobs) {
    const own = taskOf(parameters);
    if (own === undefined || !limits.ok || found.has(own.id)) continue;
    const files = readTask(own.task, limits.value, places);
    if (!files.ok) return files;
    found.set(own.id, files.value);
  }
  // The jobs of a stage have their parameters in common, and each is asked about several times.
  const known = new WeakMap<JsonObject, CommandTaskFiles>();
  return ok((parameters) => {
    if (!isCommandTask(parameters['task'])) return undefined;
    const own = known.get(parameters) ?? found.get(taskOf(parameters)?.id ?? '');
    if (own !== undefined) known.set(parameters, own);
    return own;
  });
}

function taskOf(parameters: JsonObject): { readonly id: string; readonly task: KeyedCommand } | undefined {
  const { task } = parameters;
  if (!isCommandTask(task)) return undefined;
  const read = keyedCommand.read(keyedTask(task));
  if (!read.ok) throw new Error('Internal error: a task that was checked is none');
  return { id: canonicalDigest(task), task: read.value };
}

function readTask(
  task: KeyedCommand,
  limits: CommandLimits,
  places: Places,
): Result<CommandTaskFiles, CommandProblem> {
  const code = declaredFiles(task.code, places);
  if (!code.ok) return code;
  const environment = declaredFiles(task.environment.files, places);
  if (!environment.ok) return environment;
  const data = readData(task.data, places);
  if (!data.ok) return data;
  return ok({
    ...{ task, limits, root: places.root },
    files: [...code.value, ...environment.value],
    data: Object.fromEntries(Object.entries(data.value).map(([name, { path }]) => [name, path])),
    code: {
      sources: canonicalDigest(code.value.map(fileValue)),
      packages: canonicalDigest({ files: environment.value.map(fileValue), image: task.environment.image }),
      tools: canonicalDigest({ command: commandVersion }),
    },
    digest: Object.keys(data.value).length === 0 ? null : canonicalDigest(mapDigests(data.value)),
  });
}

const fileValue = ({ path, blob, isExecutable }: DeclaredFile) => [path, blob, isExecutable];

const mapDigests = (data: Readonly<Record<string, { readonly digest: Sha256 }>>) =>
  Object.fromEntries(Object.entries(data).map(([name, { digest }]) => [name, digest]));

function declaredFiles(
  patterns: readonly string[],
  { root, candidates }: Places,
): Result<DeclaredFile[], CommandProblem> {
  const regular = candidates.filter(
    (path) => patterns.some((pattern) => matchesPattern(path, pattern)) && isFile(join(root, path)),
  );
  const without = patterns.find((pattern) => !regular.some((path) => matchesPattern(path, pattern)));
  if (without !== undefined) return fail({ reason: 'no-declared-file', pattern: without, root });
  return ok(
    regular.sort(byCodeUnit).map((path) => {
      const file = join(root, path);
      return { path, blob: gitBlobId(file), isExecutable: (statSync(file).mode & 0o100) !== 0 };
    }),
  );
}

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

interface FoundData {
  /** Absolute. */
  readonly path: string;
  readonly digest: Sha256;
}

function readData(
  data: KeyedCommand['data'],
  { root, dataRoot, optionalData }: Places,
): Result<Record<string, FoundData>, CommandProblem> {
  const found: Record<string, FoundData> = {};
  for (const [name, written] of Object.entries(data)) {
    const folders = [root, dataRoot];
    const path = folders
      .map((folder) => join(folder, written))
      .find((place) => statSync(place, { throwIfNoEntry: false }) !== undefined);
    if (path === undefined && !optionalData)
      return fail({ reason: 'no-command-data', name, path: written, folders });
    if (path === undefined) {
      found[name] = { path: join(root, written), digest: canonicalDigest('absent') };
      continue;
    }
    const files = filesBelow(path, '');
    if (typeof files === 'string')
      return fail({ reason: 'odd-command-data', name, path: join(written, files) });
    const digests = files.sort(byCodeUnit).map((file) => [file, hashFile(join(path, file)).digest]);
    found[name] = { path, digest: canonicalDigest(digests) };
  }
  return ok(found);
}

/** Paths of regular files below a folder, of a file the empty path; or the path of something else. */
function filesBelow(top: string, path: string): string[] | string {
  const stat = path === '' ? statSync(top) : lstatSync(join(top, path));
  if (stat.isFile()) return [path];
  if (!stat.isDirectory()) return path;
  const all: string[] = [];
  for (const name of readdirSync(join(top, path))) {
    const below = filesBelow(top, path === '' ? name : `${path}/${name}`);
    if (typeof below === 'string') return below;
    all.push(...below);
  }
  return all;
}
