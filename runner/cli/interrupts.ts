/** Ctrl-C once lets running jobs finish; twice stops them now. A runner whose own parent dies stops as well. */
import type { Scheduler } from '../exec/scheduler.ts';

/** @returns what takes the handlers off again. */
export function handleInterrupts(scheduler: () => Scheduler | undefined): () => void {
  let asked = false;
  const onInterrupt = (): void => {
    if (asked) scheduler()?.abort();
    else scheduler()?.stop();
    asked = true;
  };
  const onTerminate = (): void => scheduler()?.abort();
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
