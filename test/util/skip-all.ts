/** Skips every test of a `describe`, and keeps the reason for the list that the test run ends with. */
import { beforeEach } from 'vitest';

/** @param reason why they cannot run here; undefined: they run */
export function skipAll(reason: string | undefined): void {
  beforeEach(({ skip }) => skip(reason !== undefined, reason));
}
