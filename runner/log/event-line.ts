/** One event as one plain line; undefined for events that a log of lines leaves out. */
import { durationText } from './duration.ts';
import { failureText, keptText } from './failure-text.ts';
import type { RunEvent } from './run-event.ts';

export function eventLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run-started': {
      const workers = event.workers === 1 ? '1 worker' : `${event.workers} workers`;
      return `run ${event.runId}: ${event.jobs} jobs on ${workers}`;
    }
    case 'job-done':
      // How far its trials are, a search says itself.
      if (event.search !== undefined) return undefined;
      return `done  ${event.label}  ${durationText(event.wallMs)}`;
    case 'job-retried':
      return `retry ${event.label}: ${failureText(event.failure)}`;
    case 'job-requeued':
      return `wait  ${event.label}: its node was taken from it; it goes on when it has another`;
    case 'job-failed':
      return `FAIL  ${event.label}: ${failureText(event.failure)}${keptText(event.kept)}`;
    case 'job-held':
      return `wait  ${event.label}: computed by ${event.holder}`;
    case 'paused':
      return `PAUSED: ${event.message}`;
    case 'resumed':
      return 'there is room again; going on';
    case 'crashed':
      return `error: ${event.message}\n  help: ${event.help}`;
    case 'notice':
      return event.message;
    case 'stopping':
      return `stopping: ${event.running} running job(s) will finish; Ctrl-C again stops them now`;
    case 'run-finished':
      return `${event.executed} executed, ${event.hits} from the store, ${event.failed} failed, ${event.notRun > 0 ? `${event.notRun} not run, ` : ''}${durationText(event.wallMs)}`;
    case 'job-hit':
    case 'job-started':
    case 'job-progress':
      return undefined;
    default:
      return event satisfies never;
  }
}
