/** Runs one target on each input that its parent sends, and says what came of it. */
import { mkdirSync, rmSync } from 'node:fs';
import { scratch, subfolders, targets } from './targets.ts';

export interface FuzzInput {
  readonly target: string;
  /** Base64. */
  readonly input: string;
}

export interface FuzzOutcome {
  /** What was thrown, with its stack; null when the law was kept. */
  readonly thrown: string | null;
}

for (const folder of subfolders) mkdirSync(folder, { recursive: true });

function outcomeOf({ target, input }: FuzzInput): FuzzOutcome {
  const run = Object.hasOwn(targets, target) ? targets[target] : undefined;
  if (run === undefined) return { thrown: `there is no target ${target}` };
  try {
    const said = run(Buffer.from(input, 'base64'));
    return { thrown: said === '' ? 'refused without a word' : wrongWords(said) };
  } catch (error) {
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A message is for people: no failure of our own, and not without end. */
function wrongWords(said: string | null): string | null {
  if (said === null) return null;
  if (/Internal error|\[object Object\]/.test(said)) return `said: ${said.slice(0, 500)}`;
  return said.length > 200_000 ? `said ${said.length} characters` : null;
}

process.on('message', (message: FuzzInput) => process.send?.(outcomeOf(message)));
process.on('disconnect', () => {
  rmSync(scratch, { recursive: true, force: true });
  process.exit(0);
});
