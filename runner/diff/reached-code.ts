/** The code that the jobs of an experiment reach, in a folder or at a commit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCommandTask } from '../../schemas/command.ts';
import type { EngineName } from '../../schemas/engine.ts';
import type { GitCommit } from '../../schemas/ids.ts';
import type { JsonValue } from '../../schemas/json.ts';
import { readSources } from '../build/sources.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import type { ResolvedPackage } from '../key/locked-packages.ts';
import { CodeClosures } from '../project/code-closures.ts';
import { Git } from '../project/git.ts';
import type { Project } from '../project/project.ts';
import { readCodeBase } from '../project/read-code-base.ts';
import { checkOut } from '../rerun/checkout.ts';
import { type Known, known, type ReachedCode, unknown } from './evidence-view.ts';

export type ReachingJob = Pick<GraphJob, 'kind' | 'parameters'>;

/** Without those that a program of the user's own does. */
export const reachingJobs = <J extends ReachingJob>(jobs: readonly J[], task: JsonValue): readonly J[] =>
  isCommandTask(task) ? jobs.filter(({ kind }) => kind !== 'train') : jobs;

export function reachedCode(
  closures: CodeClosures,
  jobs: readonly ReachingJob[],
  engine: EngineName,
): ReachedCode {
  const files: Record<string, string> = {};
  const packages: Record<string, string> = {};
  let settings: object = {};
  const distinct = new Map(jobs.map((job) => [JSON.stringify([job.kind, job.parameters]), job]));
  for (const { kind, parameters } of distinct.values()) {
    const listing = closures.listing(kind, parameters, engine);
    for (const [path, id] of [...listing.files, ...listing.registries, ...listing.toolSources])
      files[path] = id;
    for (const each of [...listing.packages, ...listing.toolPackages])
      packages[each.path] = packageText(each);
    const { projectFields, options } = listing;
    settings = {
      ...settings,
      'package.json': projectFields,
      ...(options === null ? {} : { build: options }),
    };
  }
  return { files, packages, settings };
}

const packageText = ({ version, integrity }: ResolvedPackage): string =>
  [version ?? 'no version', ...(integrity === null ? [] : [integrity])].join(' ');

/** @param commit one that the clone has. Its files are laid out in a folder of their own, and nothing of them runs. */
export async function reachedAt(
  { root, program }: Pick<Project, 'root' | 'program'>,
  commit: GitCommit,
  jobs: readonly ReachingJob[],
  engine: EngineName,
): Promise<Known<ReachedCode>> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-diff-'));
  try {
    const checkout = await checkOut(new Git(root), commit, join(folder, 'checkout'));
    if (!checkout.ok) return unknown(`git cannot lay out commit ${commit.slice(0, 12)}`);
    const sources = readSources(checkout.value);
    const base = await readCodeBase({ root: checkout.value, packages: program.packages }, sources, null);
    return base.ok
      ? known(reachedCode(new CodeClosures(base.value), jobs, engine))
      : unknown(`commit ${commit.slice(0, 12)} has no program that this version can take apart`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
