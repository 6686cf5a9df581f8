/** `reprise audit --all`: every locked profile of a repository, one line each, and a summary that CI can keep. */
import { join, relative } from 'node:path';
import { canonicalJson } from '../../schemas/canonical.ts';
import { auditExperiment, type Counts, countVerdicts } from '../audit/audit.ts';
import { gatherEvidence } from '../audit/evidence.ts';
import { lockFileOf, readLock } from '../lock/lock-file.ts';
import { lockProblemText } from '../lock/lock-problem.ts';
import { findManifests } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';
import { openExperiment } from '../study/experiment.ts';
import { experimentProblemsText } from '../study/problem-text.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import { textTable } from '../util/text-table.ts';
import type { CliContext } from './context.ts';

interface Audited {
  readonly id: string;
  readonly profile: string;
  readonly counts: Counts;
  /** Names of the checks that are not met, each once. */
  readonly notMet: readonly string[];
}

export async function auditAll(
  context: CliContext,
  project: Project,
  flags: { readonly margin: number; readonly json?: boolean },
): Promise<ExitCode> {
  const audited: Audited[] = [];
  let broken = 0;
  for (const { id, file } of findManifests(project.root)) {
    if (id === null) continue;
    const lockFile = join(project.root, lockFileOf(file));
    const lock = readLock(lockFile, id);
    const unreadable = lock.ok ? [] : lock.failures.filter(({ reason }) => reason !== 'lock-missing');
    for (const problem of unreadable) context.terminal.err(`error: ${lockProblemText(problem)}\n`);
    broken += unreadable.length;
    for (const profile of lock.ok ? Object.keys(lock.value.profiles) : []) {
      const found = await auditOne(
        context,
        project,
        { id, file: join(project.root, file), profile },
        flags.margin,
      );
      if (found === undefined) broken++;
      else audited.push(found);
    }
  }
  context.terminal.out(flags.json === true ? summaryJson(audited) : summaryText(audited));
  return broken > 0 || audited.some(({ notMet }) => notMet.length > 0) ? exitCode.failed : exitCode.done;
}

async function auditOne(
  context: CliContext,
  project: Project,
  { id, file, profile }: { readonly id: string; readonly file: string; readonly profile: string },
  margin: number,
): Promise<Audited | undefined> {
  const opened = await openExperiment(project, relative(process.cwd(), file), {
    profile: profile === 'base' ? undefined : profile,
    optionalData: true,
    verifyData: true,
  });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return undefined;
  }
  const { findings } = await auditExperiment(gatherEvidence(opened.value), {
    margin: margin / 100,
    sampled: [],
  });
  const notMet = findings.filter(
    ({ verdict, check }) => verdict === 'not met' && !check.startsWith('checklists/'),
  );
  return {
    id,
    profile,
    counts: countVerdicts(findings),
    notMet: [...new Set(notMet.map(({ check }) => check))],
  };
}

function summaryText(audited: readonly Audited[]): string {
  const rows = audited.map(({ id, profile, counts, notMet }) => [
    id,
    profile,
    String(counts.met),
    String(counts['not met']),
    String(counts['cannot be told']),
    notMet.join(', ') || '–',
  ]);
  return textTable([['ID', 'PROFILE', 'MET', 'NOT MET', 'CANNOT BE TOLD', 'CHECKS NOT MET'], ...rows]);
}

/** The form that services of badges read, with the lines behind it. */
function summaryJson(audited: readonly Audited[]): string {
  const bad = audited.filter(({ notMet }) => notMet.length > 0).length;
  const message = bad === 0 ? `${audited.length} tables hold` : `${bad} of ${audited.length} tables in doubt`;
  const experiments = audited.map(({ id, profile, counts, notMet }) => ({
    ...{ id, profile, notMet: [...notMet] },
    counts: { met: counts.met, notMet: counts['not met'], cannotBeTold: counts['cannot be told'] },
  }));
  const badge = { schemaVersion: 1, label: 'audit', message, color: bad === 0 ? 'green' : 'orange' };
  return `${canonicalJson({ ...badge, experiments })}\n`;
}
