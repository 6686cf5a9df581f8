/** `reprise audit`: whether the numbers of an experiment hold, finding by finding, with what shows it. */
import { resolve } from 'node:path';
import { type Audit, auditExperiment, countVerdicts } from '../../audit/audit.ts';
import { auditHtml } from '../../audit/audit-html.ts';
import { auditJson } from '../../audit/audit-json.ts';
import { auditText, countText } from '../../audit/audit-text.ts';
import { gatherEvidence } from '../../audit/evidence.ts';
import { seedSetFigures } from '../../audit/seed-sets/figures.ts';
import { openExperiment } from '../../study/experiment.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { replaceFile } from '../../util/atomic-file.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { auditAll } from '../audit-all.ts';
import { auditSample } from '../audit-sample.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { findProgram, goOnWith } from '../run-program.ts';

export interface AuditFlags extends ProjectFlags {
  readonly profile?: string;
  readonly all?: boolean;
  /** Percent of the mean within which seed sets agree. */
  readonly margin: number;
  /** Percent of the jobs of each kind that are computed again; undefined for none. */
  readonly sample?: number;
  readonly sampleSeed: string;
  readonly jobs?: number;
  /** Where the page goes. */
  readonly html?: string;
  readonly json?: boolean;
}

export async function auditCommand(
  context: CliContext,
  id: string | undefined,
  flags: AuditFlags,
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  if ((id === undefined) !== (flags.all === true)) {
    context.terminal.err(
      'error: expected the id of a manifest or --all, found ' +
        `${id === undefined ? 'neither' : 'both'}\n  help: \`reprise list\` shows the ids\n`,
    );
    return exitCode.usage;
  }
  if (id === undefined) return auditAll(context, project.value, flags);
  const program = flags.sample === undefined ? undefined : await findProgram(context, project.value, {});
  if (program?.ok === false) return onlyFailure(program.failures);
  if (program?.value === 'other') return goOnWith(context, project.value);
  const opened = await openExperiment(project.value, id, {
    profile: flags.profile,
    optionalData: true,
    verifyData: true,
  });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return exitCode.usage;
  }
  const evidence = gatherEvidence(opened.value);
  const sampled =
    program === undefined || flags.sample === undefined
      ? undefined
      : await auditSample(context, evidence, program.value, {
          ...{ portion: flags.sample / 100, seed: flags.sampleSeed, jobs: flags.jobs },
        });
  if (sampled?.ok === false) return onlyFailure(sampled.failures);
  const audit = await auditExperiment(evidence, {
    margin: flags.margin / 100,
    sampled: sampled?.value ?? [],
  });
  await print(context, audit, flags);
  return countVerdicts(audit.findings)['not met'] > 0 ? exitCode.failed : exitCode.done;
}

async function print(
  { terminal, cwd }: CliContext,
  { evidence, findings }: Audit,
  flags: AuditFlags,
): Promise<void> {
  const { call, experiment } = evidence;
  const { commit } = experiment.code;
  if (flags.html !== undefined) {
    const figures = await seedSetFigures(evidence);
    replaceFile(resolve(cwd, flags.html), auditHtml(call, commit, findings, figures));
  }
  if (flags.json === true) terminal.out(auditJson(evidence, findings));
  else if (flags.html === undefined) terminal.out(auditText(call, commit, findings));
  else terminal.out(`${countText(findings)}; the page is ${flags.html}\n`);
}
