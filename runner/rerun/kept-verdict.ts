/** The verdict of the last rerun of a lock: kept with the store of that lock's reruns, and gone with it. */
import { join } from 'node:path';
import { canonicalDigest, canonicalJson } from '../../schemas/canonical.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { type RerunVerdict, rerunVerdictContract } from '../../schemas/rerun-verdict.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { readOwnContract } from '../util/own-contract.ts';
import type { ComparedRun } from './compare-run.ts';
import { type FinishedRerun, rerunStoreName } from './rerun.ts';

interface Rerun {
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
}

export const keepVerdict = (
  { id, profile, locked }: Rerun,
  { storeRoot, ran }: FinishedRerun,
  { isKept, overall, reports }: ComparedRun,
  finishedAt: string,
): void => {
  const verdict: RerunVerdict = {
    ...{ formatVersion: 1, id, profile, lock: canonicalDigest(locked), commit: ran.commit },
    ...{ reproduced: isKept, overall, finishedAt },
    cells: reports.flatMap(({ name, columns, rows }) =>
      rows.flatMap(({ label, verdicts }) =>
        verdicts.map((verdict, i) => ({ report: name, row: label, column: columns[i] ?? '', verdict })),
      ),
    ),
  };
  replaceFile(join(storeRoot, fileName), `${canonicalJson(verdict)}\n`);
};

/** @returns undefined when there was none, or one that cannot be read. */
export function readVerdict(storeRoot: string, { id, profile, locked }: Rerun): RerunVerdict | undefined {
  const file = join(storeRoot, 'reruns', rerunStoreName(id, profile, locked), fileName);
  const verdict = readOwnContract(file, rerunVerdictContract, mostBytes);
  return verdict?.lock === canonicalDigest(locked) ? verdict : undefined;
}

const fileName = 'verdict.json';
const mostBytes = 64 * 1024 * 1024;
