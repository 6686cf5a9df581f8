/** `reprise cat <digest|label> [file]`: prints a stored file, verified. */
import { isUtf8 } from 'node:buffer';
import type { Sha256 } from '../../../schemas/ids.ts';
import type { JobRecord } from '../../../schemas/record.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { closest } from '../../manifest-tree/suggest.ts';
import type { Project } from '../../project/project.ts';
import type { Store } from '../../store/store.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { digestsFrom } from '../../trace/find-job.ts';
import { findJobText } from '../../trace/find-job-text.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { type JobFlags, lookUpJob, recordOf } from '../requested-job.ts';

export async function catCommand(
  context: CliContext,
  what: string,
  file: string | undefined,
  flags: ProjectFlags & JobFlags,
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const store = openProjectStore(project.value);
  const digest = await meantDigest(context, project.value, store, what, file, flags);
  if (!digest.ok) {
    context.terminal.err(onlyFailure(digest.failures));
    return exitCode.usage;
  }
  const object = store.readObject(digest.value);
  if (object.ok) return print(context, what, file, object.value);
  for (const problem of object.failures) context.terminal.err(`error: ${storeProblemText(problem)}\n`);
  return exitCode.failed;
}

/** @returns as a failure the whole message; an empty one where everything was said. */
async function meantDigest(
  context: CliContext,
  project: Project,
  store: Store,
  what: string,
  file: string | undefined,
  flags: JobFlags,
): Promise<Result<Sha256, string>> {
  const found = await lookUpJob(context, project, store, what, flags);
  if (found.ok) {
    const record = recordOf(found.value);
    return record.ok ? outputOf(record.value, file) : record;
  }
  const failure = onlyFailure(found.failures);
  if (typeof failure === 'number') return fail('');
  const [first, ...others] = failure.reason === 'no-such-job' ? digestsFrom(store, what) : [];
  if (first === undefined) return fail(findJobText(failure));
  if (others.length === 0) return ok(first);
  const listed = [first, ...others].map((digest) => `    ${digest}\n`).join('');
  return fail(
    `error: expected the digest of one object, found ${others.length + 1} that begin with ${what}:\n${listed}  help: give more digits\n`,
  );
}

function outputOf({ label, key, outputs }: JobRecord, file: string | undefined): Result<Sha256, string> {
  const names = Object.keys(outputs);
  const name = file ?? (names.length === 1 ? names[0] : undefined);
  const output = name !== undefined && Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  if (output !== undefined) return ok(output.digest);
  const found = file === undefined ? 'none given' : `"${file}"`;
  const meant = file === undefined ? null : closest(file, names);
  const help =
    meant === null ? `\`reprise cat ${key.slice(0, 12)} ${names[0] ?? ''}\`` : `did you mean "${meant}"?`;
  return fail(
    `error: expected an output of ${label}, one of ${names.join(', ')}; found ${found}\n  help: ${help}\n`,
  );
}

/** A terminal would obey what bytes happen to say. */
function print(
  { terminal }: CliContext,
  what: string,
  file: string | undefined,
  content: Uint8Array,
): ExitCode {
  if (terminal.outIsWatched && !isUtf8(content)) {
    const name = file ?? 'object.bin';
    const call = `reprise cat ${what}${file === undefined ? '' : ` ${file}`}`;
    terminal.err(
      `error: expected text for a terminal, found ${content.length} bytes of data\n  help: \`${call} > ${name}\` writes them to a file\n`,
    );
    return exitCode.usage;
  }
  terminal.bytes(content);
  return exitCode.done;
}
