/** What the ways to tamper have in common. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Audited } from '../audited.ts';
import { forgeResult } from '../forge-result.ts';
import { gitIdentity } from '../git-identity.ts';

export const search = 'random/first/search/s1';
export const retrain = 'random/first/retrain/s1';
export const select = 'random/first/evaluate/select';
export const evaluate = 'random/first/evaluate/s1';

/** One way to tamper with a project and its store. */
export interface Tampering {
  readonly how: string;
  /** Check and verdict that name it. */
  readonly named: string;
  readonly act: (audited: Audited) => void | Promise<void>;
}

export const metricsOf = (audited: Audited, label: string) =>
  JSON.parse(readFileSync(audited.objectFile(label, 'metrics.json'), 'utf8'));
export const journalOf = ({ store }: Audited): string =>
  join(store.root, 'runs', store.runs()[0] ?? '', 'journal.jsonl');
export const reportFile = ({ store, id }: Audited, ending: string): string =>
  join(store.root, 'reports', `${id}.base`, `main.${ending}`);

export const job = (profile: { readonly jobs: Readonly<Record<string, unknown>> }, label: string) =>
  profile.jobs[label] as never as Parameters<Parameters<Audited['forgeLock']>[0]>[0]['jobs'][string];
export const lockOf = ({ id }: Audited): string => `manifests/tests/${id}.lock.json`;

export function forgeMetric(
  audited: Audited,
  label: string,
  errorPercent: number,
  split: 'test' | 'validation' = 'test',
): void {
  const metrics = metricsOf(audited, label);
  forgeResult(
    audited.project,
    label,
    'metrics.json',
    `${JSON.stringify({ ...metrics, [split]: { ...metrics[split], errorPercent } })}\n`,
  );
}

export const bestOf = (audited: Audited): number =>
  Math.min(
    ...[retrain, 'random/first/retrain/s2'].map((label) => metricsOf(audited, label).validation.errorPercent),
  );

/** The lock with what the store has of a job now. */
export const lockAsStored = (audited: Audited, label: string): Promise<void> =>
  audited.forgeLock((profile) => {
    const outputs = Object.entries(audited.recordOf(label).outputs).map(([name, { digest }]) => [
      name,
      digest,
    ]);
    return {
      ...profile,
      jobs: {
        ...profile.jobs,
        [label]: {
          ...job(profile, label),
          outputs: Object.fromEntries(outputs),
          metrics: metricsOf(audited, label),
        },
      },
    };
  });

export async function commitAt(
  audited: Audited,
  tree: string,
  parent: string,
  date: string,
): Promise<string> {
  const env = { ...gitIdentity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const { stdout } = await execa('git', ['commit-tree', tree, '-p', parent, '-m', 'dated'], {
    cwd: audited.project.root,
    env,
  });
  return stdout;
}
