/** A text that is drawn again and again in one place of a terminal, until it says that it is finished. */
import { createLogUpdate } from 'log-update';
import { visibleLines } from '../util/visible-text.ts';

const redrawMs = 1_000;

export interface Frame {
  readonly text: string;
  readonly isLast: boolean;
}

/** The last frame stays on the screen. */
export async function showFrames(
  stream: NodeJS.WriteStream,
  frame: () => Frame,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const update = createLogUpdate(stream, { showCursor: true });
  for (;;) {
    const { text, isLast } = frame();
    update(visibleLines(text.trimEnd()));
    if (isLast) break;
    await sleep(redrawMs);
  }
  update.done();
}
