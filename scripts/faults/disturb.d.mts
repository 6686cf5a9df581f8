import type { FailingDisk, MemoryDisk } from './small-disks.mjs';
import type { Call } from './write-faults.mjs';

/** Milliseconds from the start of the run, or when it has finished so many jobs. */
type Moment = number | { readonly jobs: number };
/** A clause that says what happened; undefined when the run had ended before. */
type Happened = Promise<string | undefined>;
export const disturbances: Readonly<
  Record<string, (call: Call, moment: Moment, random: () => number) => Happened>
>;
export function fillDuring(call: Call, moment: Moment, disk: MemoryDisk): Happened;
export function failDuring(call: Call, moment: Moment, disk: FailingDisk): Happened;
/** @returns how many jobs the disturbed run had finished. @throws Error that says what does not hold. */
export function expectRecovery(
  options: Call & { readonly store: string; readonly lockFile: string; readonly expectedLock: string },
): Promise<number>;
