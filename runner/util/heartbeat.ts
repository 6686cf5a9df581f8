/** One timer of this process that keeps everything it holds fresh. */
import { utimesSync } from 'node:fs';
import { heartbeatMs } from './process-identity.ts';

const beats = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;

/** Touches the file now and then until the returned function is called. Does not keep the process alive. */
export function keepFresh(file: string): () => void {
  const beat = (): void => utimesSync(file, new Date(), new Date());
  beats.add(beat);
  timer ??= setInterval(beatAll, heartbeatMs).unref();
  return () => {
    beats.delete(beat);
    if (beats.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function beatAll(): void {
  for (const beat of beats) {
    try {
      beat();
    } catch {
      // A file that is gone, or a disk that cannot be written: whoever looks sees silence, which is the truth.
    }
  }
}
