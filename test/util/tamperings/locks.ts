/** With the lock. */
import { toSeed } from '../../../schemas/ids.ts';
import { evaluate, job, lockOf, type Tampering } from './tampering.ts';

export const lockTamperings: readonly Tampering[] = [
  {
    how: 'the lock edited and not committed',
    named: 'integrity/lock not met',
    act: (a) =>
      a.project.write(lockOf(a), a.project.read(lockOf(a)).replace('"examples":100', '"examples":101')),
  },
  {
    how: 'an artifact id edited in the lock',
    named: 'integrity/lock not met',
    act: (a) =>
      a.project.write(
        lockOf(a),
        a.project.read(lockOf(a)).replace(/"artifactId":"...../, '"artifactId":"00000'),
      ),
  },
  {
    how: 'a metric edited in the lock',
    named: 'integrity/agreement not met',
    act: (a) =>
      a.forgeLock((p) => ({
        ...p,
        jobs: {
          ...p.jobs,
          [evaluate]: { ...job(p, evaluate), metrics: { test: { split: 'test', errorPercent: 1 } } },
        },
      })),
  },
  {
    how: 'a seed edited in the lock',
    named: 'integrity/agreement not met',
    act: (a) =>
      a.forgeLock((p) => ({
        ...p,
        jobs: { ...p.jobs, [evaluate]: { ...job(p, evaluate), seed: toSeed(9) } },
      })),
  },
  {
    how: 'an output edited in the lock',
    named: 'history/locked-numbers not met',
    act: (a) =>
      a.forgeLock((p) => ({
        ...p,
        jobs: {
          ...p.jobs,
          [evaluate]: {
            ...job(p, evaluate),
            outputs: { ...job(p, evaluate).outputs, 'weights.bin': p.manifest },
          },
        },
      })),
  },
  {
    how: 'a key edited in the lock',
    named: 'integrity/keys cannot be told',
    act: (a) =>
      a.forgeLock((p) => ({
        ...p,
        jobs: { ...p.jobs, [evaluate]: { ...job(p, evaluate), key: p.manifest as never } },
      })),
  },
  {
    how: 'a run dropped from the lock',
    named: 'seeds/declared not met',
    act: (a) =>
      a.forgeLock((p) => ({
        ...p,
        jobs: Object.fromEntries(Object.entries(p.jobs).filter(([label]) => label !== evaluate)),
      })),
  },
  {
    how: 'a run added to the lock',
    named: 'seeds/none-added not met',
    act: (a) =>
      a.forgeLock((p) => ({ ...p, jobs: { ...p.jobs, 'random/first/evaluate/s9': job(p, evaluate) } })),
  },
  {
    how: 'a report digest edited in the lock',
    named: 'integrity/reports not met',
    act: (a) => a.forgeLock((p) => ({ ...p, reports: { ...p.reports, 'main.md': p.manifest } })),
  },
  {
    how: 'a report taken out of the lock',
    named: 'integrity/reports not met',
    act: (a) =>
      a.forgeLock((p) => ({ ...p, reports: Object.fromEntries(Object.entries(p.reports).slice(1)) })),
  },
  {
    how: 'another engine class in the lock',
    named: 'integrity/agreement not met',
    act: (a) => a.forgeLock((p) => ({ ...p, engine: { ...p.engine, determinism: 'tolerance' } })),
  },
  {
    how: 'other code claimed for the commit of the lock',
    named: 'integrity/lock not met',
    act: (a) =>
      a.forgeLock((p) => ({ ...p, code: { ...p.code, 'package.json': p.code['package-lock.json'] } })),
  },
  {
    how: 'other settings claimed in the lock',
    named: 'integrity/manifest not met',
    act: (a) => a.forgeLock((p) => ({ ...p, manifest: p.reports['main.md'] ?? p.manifest })),
  },
];
