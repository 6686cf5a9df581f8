/** With what lies in the store: outputs, records, journals, reports. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toGitCommit, toSeed } from '../../../schemas/ids.ts';
import { overwrite, replaceByLink } from '../audited.ts';
import { evaluate, journalOf, reportFile, type Tampering } from './tampering.ts';

export const storeTamperings: readonly Tampering[] = [
  {
    how: 'a byte of an output changed',
    named: 'integrity/artifacts not met',
    act: (a) => overwrite(a.objectFile(evaluate, 'weights.bin'), 'other'),
  },
  {
    how: 'an output deleted',
    named: 'integrity/artifacts cannot be told',
    act: (a) => rmSync(a.objectFile(evaluate, 'weights.bin')),
  },
  {
    how: 'an output replaced by a link',
    named: 'integrity/artifacts not met',
    act: (a) => replaceByLink(a.objectFile(evaluate, 'weights.bin')),
  },
  {
    how: 'an output replaced by a folder',
    named: 'integrity/artifacts not met',
    act: (a) => {
      const file = a.objectFile(evaluate, 'weights.bin');
      rmSync(file);
      mkdirSync(file);
    },
  },
  {
    how: 'the size of an output changed in its record',
    named: 'integrity/artifacts not met',
    act: (a) =>
      a.forgeRecord(evaluate, (r) => ({
        ...r,
        outputs: {
          ...r.outputs,
          'weights.bin': { ...(r.outputs['weights.bin'] ?? { digest: r.trees as never }), bytes: 7 },
        },
      })),
  },
  {
    how: 'a field of a record edited',
    named: 'integrity/records not met',
    act: (a) =>
      overwrite(
        a.recordFile(evaluate),
        readFileSync(a.recordFile(evaluate), 'utf8').replace('"attempt":1', '"attempt":2'),
      ),
  },
  {
    how: 'a record cut short',
    named: 'integrity/records not met',
    act: (a) => overwrite(a.recordFile(evaluate), readFileSync(a.recordFile(evaluate)).subarray(0, 200)),
  },
  {
    how: 'a record replaced by a link',
    named: 'integrity/records not met',
    act: (a) => replaceByLink(a.recordFile(evaluate)),
  },
  {
    how: 'a run dropped from the store',
    named: 'integrity/records cannot be told',
    act: (a) => rmSync(a.recordFile(evaluate)),
  },
  {
    how: 'a seed swapped in a record',
    named: 'integrity/records not met',
    act: (a) => a.forgeRecord(evaluate, (r) => ({ ...r, material: { ...r.material, seed: toSeed(7) } })),
  },
  {
    how: "another job's record under this job's key",
    named: 'integrity/records not met',
    act: (a) => overwrite(a.recordFile(evaluate), readFileSync(a.recordFile('random/first/evaluate/s2'))),
  },
  {
    how: 'an engine claimed in a record',
    named: 'integrity/agreement not met',
    act: (a) => a.forgeRecord(evaluate, (r) => ({ ...r, engine: { ...r.engine, determinism: 'tolerance' } })),
  },
  {
    how: 'a record backdated',
    named: 'integrity/journals not met',
    act: (a) =>
      a.forgeRecord(evaluate, (r) => ({
        ...r,
        timing: { ...r.timing, startedAt: '2026-02-01T00:00:00.000Z' },
      })),
  },
  {
    how: 'a record marked as of a dirty tree',
    named: 'integrity/clean not met',
    act: (a) =>
      a.forgeRecord(evaluate, (r) => ({ ...r, dirtyPatch: r.outputs['weights.bin']?.digest ?? null })),
  },
  {
    how: 'other trees claimed for the commit of a record',
    named: 'integrity/commits not met',
    act: (a) =>
      a.forgeRecord(evaluate, (r) => ({
        ...r,
        trees: { ...r.trees, experiments: r.trees['runner'] as never },
      })),
  },
  {
    how: 'a record of a commit that is not there',
    named: 'integrity/commits cannot be told',
    act: (a) => a.forgeRecord(evaluate, (r) => ({ ...r, commit: toGitCommit('f'.repeat(40)) })),
  },
  {
    how: 'a record copied from another branch',
    named: 'integrity/commits not met',
    act: async (a) => {
      const other = await a.project.git('commit-tree', 'HEAD^{tree}', '-m', 'elsewhere');
      a.forgeRecord(evaluate, (r) => ({ ...r, commit: toGitCommit(other) }));
    },
  },
  {
    how: 'a line of a journal edited',
    named: 'integrity/journals not met',
    act: (a) =>
      overwrite(journalOf(a), readFileSync(journalOf(a), 'utf8').replace('"wallMs":', '"wallMs":1')),
  },
  {
    how: 'the journals removed',
    named: 'integrity/journals cannot be told',
    act: (a) => rmSync(join(a.store.root, 'runs'), { recursive: true }),
  },
  {
    how: 'a report retouched',
    named: 'integrity/reports not met',
    act: (a) =>
      overwrite(
        reportFile(a, 'md'),
        readFileSync(reportFile(a, 'md'), 'utf8').replace(/\d\d\.\d\d/, '01.00'),
      ),
  },
  {
    how: 'the data of a report retouched',
    named: 'integrity/reports not met',
    act: (a) => overwrite(reportFile(a, 'csv'), 'method\n'),
  },
];
