/** A manifest opened for work: resolved, expanded, with the code, data and store that its jobs are computed with. */
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDigest, sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { DataProblem } from '../data/data-problem.ts';
import type { DataFolders } from '../exec/run-settings.ts';
import { expand } from '../graph/expand.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import type { KeyContext } from '../graph/key-material.ts';
import { restrictGraph, type UnknownPart } from '../graph/restrict.ts';
import { loadManifest, type ManifestProblem } from '../manifest/index.ts';
import { type CodeProblem, type CodeState, readCodeState, readHead } from '../project/code-state.ts';
import type { DirtyPatch } from '../project/dirty-patch.ts';
import { Git } from '../project/git.ts';
import type { Project } from '../project/project.ts';
import { experimentName } from '../store/experiment-name.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessMissing, unlessRefused } from '../util/system-error.ts';
import { codeWithCommand, withDeclared } from './command-code.ts';
import { type CommandProblem, type CommandTasks, findCommandTasks } from './command-tasks.ts';
import { findAllData, isDataAsKeyed } from './find-data.ts';
import { manifestFile } from './manifest-file.ts';

export interface ExperimentOptions {
  readonly profile?: string | undefined;
  /** `path=value` overrides. */
  readonly sets?: readonly string[] | undefined;
  /** Names of methods, stages or seed sets: only their jobs, and what those need. */
  readonly only?: readonly string[] | undefined;
  /** Go on when the data set's files are absent, for commands that only look: nothing then counts as computed. */
  readonly optionalData?: boolean;
  /** Hash every file of the data set instead of trusting its size and time. */
  readonly verifyData?: boolean;
}

export interface Experiment {
  readonly project: Project;
  readonly file: string;
  /** The manifest and those it extends, from the working directory. */
  readonly files: readonly string[];
  readonly manifest: ResolvedManifest;
  readonly manifestDigest: Sha256;
  /** What distinguishes it in the store and the lock: the profile's name, `base` without one. */
  readonly profile: string;
  /** Name of its reports and of its latest run: `<id>.<profile>`, with a digest of the overrides when there are any. */
  readonly name: string;
  /** Ad-hoc overrides make it another experiment than the committed one; it then has no lock. */
  readonly adHoc: boolean;
  /** The overrides, as given. */
  readonly sets: readonly string[];
  readonly graph: JobGraph;
  /** All jobs of the manifest, where `graph` is a part of them; null when it is the whole. */
  readonly wholeGraph: JobGraph | null;
  readonly context: KeyContext;
  readonly code: CodeState;
  /** The difference to the commit, made when a run of a dirty tree is allowed; null until then and in a clean tree. */
  readonly dirtyPatch: DirtyPatch | null;
  /** What a task `command` declares; undefined for another one. */
  readonly commandOf: CommandTasks;
  readonly foldersOf: (parameters: JsonObject) => DataFolders;
  readonly isDataAsKeyed: (parameters: JsonObject) => boolean;
  /** Whether all files are there that its jobs read; else their keys are not those of any result. */
  readonly hasData: () => boolean;
  readonly store: Store;
}

export type ExperimentProblem =
  | { readonly reason: 'manifest'; readonly problems: readonly ManifestProblem[] }
  | UnknownPart
  | { readonly reason: 'code'; readonly problem: CodeProblem }
  | { readonly reason: 'data'; readonly problem: DataProblem }
  | { readonly reason: 'command'; readonly problem: CommandProblem };

/** Opens the manifest with this id or path. */
export async function openExperiment(
  project: Project,
  idOrPath: string,
  options: ExperimentOptions = {},
): Promise<Result<Experiment, ExperimentProblem>> {
  const state = codeStateOf(project);
  const file = manifestFile(project, idOrPath);
  if (!file.ok) return fail({ reason: 'manifest', problems: file.failures });
  const loaded = loadManifest(file.value, {
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    sets: options.sets ?? [],
  });
  if (!loaded.ok) return fail({ reason: 'manifest', problems: loaded.failures });
  const { manifest, digest, files } = loaded.value;
  const graphs = graphsOf(manifest, options.only ?? []);
  if (!graphs.ok) return graphs;
  const data = findAllData(graphs.value.graph, project.dataRoot, options);
  if (!data.ok) return data;
  const code = await state;
  if (!code.ok) return fail(...code.failures.map((problem) => ({ reason: 'code' as const, problem })));
  const { closures } = code.value;
  const tasks = findCommandTasks(graphs.value.graph, manifest, {
    ...{ root: project.root, dataRoot: project.dataRoot, optionalData: options.optionalData === true },
    candidates: [...code.value.head.keys(), ...(code.value.dirty?.changed ?? [])],
  });
  if (!tasks.ok) {
    return fail(...tasks.failures.map((problem) => ({ reason: 'command' as const, problem })));
  }
  const commandOf = tasks.value;
  return ok({
    project,
    file: file.value,
    files,
    manifest,
    manifestDigest: digest,
    ...naming(manifest.id, options),
    ...graphs.value,
    context: {
      codeOf: (kind, parameters) =>
        codeWithCommand(kind, commandOf(parameters), () =>
          closures.identity(kind, parameters, manifest.engine),
        ),
      engine: manifest.engine,
      dataOf: (parameters) => (commandOf(parameters) ?? data.value(parameters)).digest,
    },
    code: withDeclared(code.value, graphs.value.graph, commandOf),
    commandOf,
    dirtyPatch: null,
    foldersOf: (parameters) =>
      commandOf(parameters) === undefined
        ? data.value(parameters)
        : { dataFolder: null, benchmarkFolder: null },
    isDataAsKeyed: (parameters) =>
      commandOf(parameters) !== undefined || isDataAsKeyed(parameters, project.dataRoot, options, data.value),
    hasData: () =>
      graphs.value.graph.jobs.every(
        ({ kind, parameters }) =>
          kind === 'select' || commandOf(parameters) !== undefined || !data.value(parameters).isAbsent,
      ),
    store: openProjectStore(project),
  });
}

function graphsOf(
  manifest: ResolvedManifest,
  only: readonly string[],
): Result<Pick<Experiment, 'graph' | 'wholeGraph'>, UnknownPart> {
  const whole = expand(manifest);
  if (only.length === 0) return ok({ graph: whole, wholeGraph: null });
  const part = restrictGraph(whole, only);
  return part.ok ? ok({ graph: part.value, wholeGraph: whole }) : part;
}

const codeStates = new WeakMap<Project, Promise<Result<CodeState, CodeProblem>>>();

/** Read once for a project, so that everything that a command opens speaks of the same code. */
export function codeStateOf(project: Project): Promise<Result<CodeState, CodeProblem>> {
  const known = codeStates.get(project);
  if (known !== undefined) return known;
  const head = readHead(new Git(project.root));
  const state = head.then((read) =>
    readCodeState(project.root, read, { program: project.program, standIn: workerOverrideDigest() }),
  );
  codeStates.set(project, state);
  return state;
}

/**
 * Opens the project's store. A folder of outputs must not make the tree dirty, so it ignores itself; where that cannot be
 * written, whoever only looks goes on, and the first real write says why not.
 */
export function openProjectStore(project: Project): Store {
  const { storeRoot } = project;
  expectStoreBehindLink(storeRoot);
  const ignore = join(storeRoot, '.gitignore');
  if (!existsSync(ignore)) {
    unlessRefused(() => {
      makeFolder(storeRoot);
      writeFileSync(ignore, '*\n');
    });
  }
  return openStore(storeRoot);
}

/** What a store may hold; a link to any other folder would fill that with results, and clean up in it. */
const inStores: ReadonlySet<string> = new Set([
  ...['objects', 'records', 'runs', 'reports', 'locks', 'staging', 'quarantine', 'failures', 'partial'],
  ...['latest', 'reruns', 'slurm', 'data', 'outputs.index', '.gitignore', 'lost+found'],
]);

function expectStoreBehindLink(storeRoot: string): void {
  if (lstatSync(storeRoot, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const names = unlessMissing(() => readdirSync(storeRoot)) ?? [];
  const foreign = names.find((name) => !inStores.has(name));
  if (foreign === undefined) return;
  throw new ExplainedError(
    `expected the link ${storeRoot} to lead to an empty folder or a store, found ${foreign} there`,
    'let it lead to a folder that only holds results, or name one with --store <folder>',
  );
}

/** A worker program that takes the place of the built one, for tests of the runner. */
export const workerOverride = (): string | undefined => process.env['REPRISE_WORKER'];

function workerOverrideDigest(): Sha256 | null {
  const file = workerOverride();
  return file === undefined ? null : sha256(readFileSync(file));
}

function naming(
  id: string,
  options: ExperimentOptions,
): Pick<Experiment, 'profile' | 'name' | 'adHoc' | 'sets'> {
  const profile = options.profile ?? 'base';
  const sets = options.sets ?? [];
  const suffix = sets.length === 0 ? '' : `.${canonicalDigest([...sets]).slice(0, 8)}`;
  return { profile, name: `${experimentName(id, profile)}${suffix}`, adHoc: sets.length > 0, sets };
}
