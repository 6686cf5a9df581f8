/** The one place that puts a job's failure into words. */
import type { JobFailure } from '../../schemas/failure.ts';
import { systemErrorText } from '../util/system-error-text.ts';

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** A line of its own behind a failure. @param kept folder of what the job left */
export const keptText = (kept: string | undefined): string => (kept === undefined ? '' : `\n  kept: ${kept}`);

/** One sentence, and where there is one, what to do next on a second line. */
export function failureText(failure: JobFailure): string {
  switch (failure.reason) {
    case 'job-refused':
      return failure.hint === undefined ? failure.message : `${failure.message}\n  help: ${failure.hint}`;
    case 'diverged':
      return `${failure.message}\n  help: ${failure.hint}`;
    case 'worker-changed':
      return `the worker's files are not what they were when the run's build was made: ${failure.files.join(', ')}\n  help: \`npm run build\` makes them anew; then run again`;
    case 'worker-of-other-build':
      return `expected a worker of the build ${failure.expected.slice(0, 12)}, found ${failure.found === null ? 'one that names no build' : `one of ${failure.found.slice(0, 12)}`}\n  help: run again, which starts workers of the current build`;
    case 'engine-unavailable':
    case 'gpus-unavailable':
      return `${failure.message}\n  help: ${failure.hint}`;
    case 'disk-full':
      return `it found no room to write${failure.path === null ? '' : ` ${failure.path}`}\n  help: make room and run again; nothing is lost`;
    case 'system-error': {
      const { message, help } = systemErrorText(failure);
      return `the worker ${message}\n  help: ${help}`;
    }
    case 'worker-start-timed-out':
      return `the worker was not ready within ${failure.timeoutMs / 1000} s\n  help: see whether the machine is overloaded or the worker was stopped; \`reprise doctor\` starts one`;
    case 'unknown-error-thrown':
      return `an unexpected error: ${failure.message}\n  help: this is a bug in the job's code; its stack is in the journal of the run`;
    case 'worker-exited':
      return `the worker exited with code ${failure.exitCode} before the job was done`;
    case 'worker-killed-by-signal':
      return `the worker was killed by ${failure.signal}${failure.signal === 'SIGKILL' ? ' (out of memory, or somebody killed it)' : ''}`;
    case 'worker-did-not-start':
      return `the worker did not start: ${failure.message}\n  help: run \`npm run build\`, then \`reprise doctor\``;
    case 'timed-out':
      return `it took longer than ${failure.timeoutMs / 60_000} min\n  help: raise \`limits.timeoutMinutes\` in the manifest`;
    case 'program-not-found':
      return `the program ${failure.program} was not found in ${failure.path}\n  help: install it, or write in \`task.run\` where it is: a path that begins with / or one of the declared code`;
    case 'program-exited':
      return `the program exited with code ${failure.exitCode}\n  help: \`reprise logs <job>\` shows what it printed`;
    case 'program-killed-by-signal':
      return `the program was killed by ${failure.signal}, which Reprise did not send\n  help: run again; what it had left in its checkpoint folder is kept`;
    case 'program-out-of-memory':
      return failure.limitBytes === null
        ? `the system ended the program, since memory ran out; it used ${mebibytes(failure.peakBytes)}\n  help: run fewer jobs at once with -j, or lower what the program needs`
        : `the program used ${mebibytes(failure.peakBytes)}, more than the ${mebibytes(failure.limitBytes)} of \`task.resources.memory\`\n  help: raise it, which changes no key, or lower what the program needs`;
    case 'program-timed-out':
      return `the program ran longer than the ${failure.minutes} min of \`task.resources.minutes\`\n  help: raise them, which changes no key; what it had left in its checkpoint folder is kept`;
    case 'program-code-changed':
      return `declared files are not what they were when the run began: ${failure.files.join(', ')}\n  help: run again, which computes the job under the key of the new code`;
    case 'isolation-unavailable':
      return `\`task.isolation: bwrap\` cannot be kept here: ${failure.message}\n  help: install bubblewrap and allow user namespaces (\`reprise doctor\` tries it), or write \`isolation: none\``;
    case 'metrics-missing':
      return `the program ended well but left no ${failure.file}\n  help: write it to the folder that job.json names as \`output\``;
    case 'metrics-malformed':
      return `${failure.file}${failure.line === null ? '' : `, line ${failure.line}`}: ${failure.message}\n  help: each is a JSON object from names to numbers; metrics.jsonl has one on every line`;
    case 'metric-missing':
      return `expected metrics.json to hold ${failure.metric}, which the task declares; found ${failure.found.join(', ') || 'no metric'}\n  help: measure it, or take it out of \`task.metrics\``;
    case 'metric-undeclared':
      return `metrics.json holds ${failure.metric}, which the task does not declare; it declares ${failure.declared.join(', ')}\n  help: add it to \`task.metrics\`, or leave it out`;
    case 'metric-not-a-number':
      return `expected ${failure.metric} in metrics.json to be a number, found ${failure.found}\n  help: write a number; null says that the training crashed`;
    case 'metric-of-other-split':
      return `${failure.file} holds ${failure.metric}, though the job is asked for ${failure.measure} alone\n  help: write the metrics of the split that job.json names as \`measure\``;
    case 'bad-output':
      return `its output is not usable: ${failure.message}`;
    case 'nondeterministic':
      return `the same key gave other bytes than before in ${failure.outputs.join(', ')}; the stored result was kept\n  help: the job is not deterministic; \`reprise show\` prints the stored one`;
    case 'input-unusable':
      return `its input ${failure.input} could not be read back: ${failure.message}\n  help: run again; the job that made it will be computed again`;
    case 'slurm-lost':
      return `Slurm ended it without a result: ${failure.state}${jobText(failure)}\n  help: run again; it goes on from what it had noted`;
    case 'slurm-ended':
      return `Slurm ended it: ${failure.state}${jobText(failure)}\n  help: ${slurmAdvice[failure.state] ?? '`sacct` or `scontrol show job` with this id says more'}`;
    case 'slurm-refused':
      return `${failure.message}\n  help: ${failure.hint}`;
    case 'interrupted':
      return 'stopped on request';
    case 'dependency-failed':
      return `not run, because ${failure.dependency} failed`;
    default:
      return failure satisfies never;
  }
}

const jobText = ({ job, node }: { readonly job: string; readonly node: string | null }): string =>
  `, job ${job}${node === null ? '' : ` on ${node}`}`;

const slurmAdvice: Readonly<Record<string, string>> = {
  OUT_OF_MEMORY: 'raise `slurm.memory` in executors.yaml, which changes no key',
  TIMEOUT:
    'raise `slurm.timeLimit` in executors.yaml, which changes no key; it goes on from what it had noted',
  CANCELLED: 'somebody cancelled it; run again to compute it',
};
