/** Which files belong to the reports that a lock names. */
import type { LockedProfile } from '../../schemas/lock.ts';

/** By the name of a file: those that the lock names, and drawings, provenance and plain text of the same reports. */
export function isOfReports({ reports }: Pick<LockedProfile, 'reports'>): (file: string) => boolean {
  const names = Object.keys(reports).flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []);
  return (file) => names.some((name) => file.startsWith(`${name}.`));
}
