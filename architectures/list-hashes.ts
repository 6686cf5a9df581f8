/** Writes the hashes of many cells in order, and says on the standard error how far it is. */
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { grouped } from '../experiments/space/answer.ts';
import type { JsonObject } from '../schemas/json.ts';

const reportEveryMs = 2_000;
const linesAtOnce = 4_096;

/** @param about with this, one JSON object that also holds a list `hashes`; null for a hash on each line */
export async function listHashes(
  cells: Iterable<{ readonly hash: string }>,
  total: number,
  about: JsonObject | null,
): Promise<void> {
  const hashes: string[] = [];
  let reported = performance.now();
  for (const { hash } of cells) {
    hashes.push(hash);
    if (performance.now() - reported < reportEveryMs) continue;
    reported = performance.now();
    process.stderr.write(`${grouped(hashes.length)} of ${grouped(total)} cells\n`);
    // Otherwise nobody would notice that the runner is gone.
    await nextTurn();
  }
  // The default order is by code unit.
  hashes.sort();
  if (about) {
    process.stdout.write(`${JSON.stringify({ ...about, hashes })}\n`);
    return;
  }
  for (let i = 0; i < hashes.length; i += linesAtOnce) {
    const hasRoom = process.stdout.write(`${hashes.slice(i, i + linesAtOnce).join('\n')}\n`);
    if (!hasRoom) await once(process.stdout, 'drain');
  }
}
