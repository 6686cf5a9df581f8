/** Events as JSON lines, for machines. */
import type { RunEvent, RunLog } from './run-event.ts';

export function jsonLinesLog(write: (text: string) => void): RunLog {
  return { emit: (event: RunEvent) => write(`${JSON.stringify(event)}\n`), close: () => undefined };
}
