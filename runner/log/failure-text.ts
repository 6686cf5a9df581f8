/** The one place that puts a job's failure into words. */
import type { JobFailure } from '../../schemas/failure.ts';
import { systemErrorText } from '../util/system-error-text.ts';

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
    case 'bad-output':
      return `its output is not usable: ${failure.message}`;
    case 'nondeterministic':
      return `the same key gave other bytes than before in ${failure.outputs.join(', ')}; the stored result was kept\n  help: the job is not deterministic; \`reprise show\` prints the stored one`;
    case 'input-unusable':
      return `its input ${failure.input} could not be read back: ${failure.message}\n  help: run again; the job that made it will be computed again`;
    case 'interrupted':
      return 'stopped on request';
    case 'dependency-failed':
      return `not run, because ${failure.dependency} failed`;
    default:
      return failure satisfies never;
  }
}
