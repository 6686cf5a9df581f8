/** Ctrl-C once lets running jobs finish; twice stops them now. A runner whose own parent dies stops as well. */
import type { Scheduler } from '../exec/scheduler.ts';
import { exitCode } from '../util/exit-code.ts';

/** From the wish to stop now to the end of the process, with every worker. */
const deadlineMs = 15_000;

/** @returns what takes the handlers off again. */
export function handleInterrupts(scheduler: () => Scheduler | undefined): () => void {
  let asked = false;
  const onTerminate = (): void => {
    scheduler()?.abort();
    // Whatever still goes on then, such as a report, is not waited for.
    setTimeout(() => process.exit(exitCode.interrupted), deadlineMs).unref();
  };
  const onInterrupt = (): void => {
    if (asked) onTerminate();
    else scheduler()?.stop();
    asked = true;
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  process.on('SIGHUP', onTerminate);
  process.on('disconnect', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
    process.off('SIGHUP', onTerminate);
    process.off('disconnect', onTerminate);
  };
}
