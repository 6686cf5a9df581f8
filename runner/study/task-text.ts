/** What people read of a task. */
import type { ResolvedManifest } from '../../schemas/manifest.ts';

/** Its data set, or the names of its data. */
export function dataText({ task: { data } }: Pick<ResolvedManifest, 'task'>): string {
  if (typeof data === 'string') return data;
  return Object.values(data ?? {}).join(', ') || 'no data';
}

export const taskText = (manifest: Pick<ResolvedManifest, 'task'>): string =>
  `${manifest.task.kind} on ${dataText(manifest)}`;
