/** Whether the runs that the journals tell of made the records, at the time that the records say. */

import type { JobRecord } from '../../../schemas/record.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { isRunOf } from '../../study/run-id.ts';
import { groupBy } from '../../util/group-by.ts';
import { type Evidence, recordsOf } from '../evidence.ts';
import { cannotTell, type Doubt, type Finding, judge, short } from '../finding.ts';

interface Ended {
  readonly artifactId: unknown;
  readonly runId: string;
  /** When the run began, and when the job was told to have ended: ISO 8601. */
  readonly began: string;
  readonly ended: string;
}

export function journalFindings(evidence: Evidence): Finding[] {
  const {
    experiment: { store, name },
    call,
  } = evidence;
  const check = 'integrity/journals';
  const runs = store.runs();
  if (runs.length === 0)
    return [
      cannotTell(
        check,
        call,
        'the store has no journal of any run',
        'keep `runs` with the store: only they tell when a result was made',
      ),
    ];
  const told: (Ended & { readonly key: string })[] = [];
  const damaged: Doubt[] = [];
  for (const runId of runs) {
    const content = store.readJournal(runId);
    if (content === undefined) continue;
    damaged.push(
      ...content.problems.map((problem) => ({ subject: runId, evidence: [storeProblemText(problem)] })),
    );
    const began = String(content.events[0]?.['at'] ?? '');
    for (const { type, key, artifactId, at } of content.events) {
      if (type !== 'job-done' || typeof key !== 'string') continue;
      told.push({ key, artifactId, runId, began, ended: String(at) });
    }
  }
  const ends = groupBy(told, ({ key }): string => key);
  const records = recordsOf(evidence);
  const own = runs.filter((run) => isRunOf(run, name)).length;
  return judge({
    check,
    subject: call,
    held: [
      `${records.length} records are what ${runs.length} journals (${own} of this experiment) say was written, and when; no line was changed`,
    ],
    wrong: [...damaged, ...records.flatMap((record) => contradicted(record, ends.get(record.key)))],
    open: records
      .filter(({ key }) => !ends.has(key))
      .map(({ label, key }) => ({
        subject: label,
        evidence: [`no journal of this store tells of record ${short(key)}`],
      })),
    advice: 'the record is not what the run wrote: `reprise rerun` recomputes it',
    openAdvice: 'it came from another store: audit there, or recompute it with `reprise rerun`',
  });
}

function contradicted({ label, key, artifactId, timing }: JobRecord, ends: readonly Ended[] = []): Doubt[] {
  if (ends.length === 0) return [];
  const made = ends.filter((end) => end.artifactId === artifactId);
  const record = `record ${short(key)}`;
  if (made.length === 0) {
    return [
      {
        subject: label,
        evidence: [
          `${record} has artifact ${short(artifactId)}, run ${ends[0]?.runId} wrote ${short(String(ends[0]?.artifactId))}`,
        ],
      },
    ];
  }
  const { startedAt } = timing;
  if (made.some(({ began, ended }) => began <= startedAt && startedAt <= ended)) return [];
  return [
    {
      subject: label,
      evidence: [
        `${record} says that it started ${startedAt}, its run went from ${made[0]?.began} to ${made[0]?.ended}`,
      ],
    },
  ];
}
