/** Whether a search rests on all the trials that it asked for. */

import { canonicalJson } from '../../../schemas/canonical.ts';
import { methodForms } from '../../../schemas/fit.ts';
import type { JobKey } from '../../../schemas/ids.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { isJsonObject } from '../../../schemas/manifest.ts';
import { parseJsonLines } from '../../report/json-lines.ts';
import { outputText } from '../../store/output-text.ts';
import { outputDigests } from '../../store/record-file.ts';
import { readMetrics } from '../../study/locked-profile.ts';
import { isRunOf } from '../../study/run-id.ts';
import type { AuditedJob, Evidence } from '../evidence.ts';
import { type Doubt, type Finding, judge, short } from '../finding.ts';

export function trialFindings(evidence: Evidence): Finding[] {
  const searches = evidence.jobs.filter(({ job, record }) => job.kind === 'search' && record !== undefined);
  if (searches.length === 0) return [];
  const trials = searches.reduce((count, job) => count + job.trials.length, 0);
  return judge({
    check: 'seeds/trials',
    subject: evidence.call,
    held: [
      `${searches.length} searches; ${trials} trials, numbered without a gap, each with the record and the score that its search names, as many as the search decided on`,
    ],
    wrong: searches.flatMap((job) => [
      ...numbering(job),
      ...records(job, evidence),
      ...decisions(job, evidence),
      ...budget(job),
      ...left(job, evidence),
    ]),
    advice: `what the search found rests on other trials than it asked for: \`reprise rerun ${evidence.call}\``,
  });
}

function numbering({ label, trials }: AuditedJob): Doubt[] {
  const numbers = [...trials.map(({ trial }) => trial)].sort((a, b) => a - b);
  const gap = numbers.findIndex((number, i) => number !== i);
  return gap < 0 ? [] : [{ subject: label, evidence: [`trials.jsonl lacks trial ${gap}, or has one twice`] }];
}

function records({ label, trials, job }: AuditedJob, { experiment: { store } }: Evidence): Doubt[] {
  return trials.flatMap(({ trial, key, outputs }): Doubt[] => {
    const record = store.findRecord(key);
    if (record === undefined) return [];
    const subject = `${label}/t${trial}`;
    if (record.material.seed !== job.seed)
      return [
        {
          subject,
          evidence: [`record ${short(key)} has seed ${record.material.seed}, its search ${job.seed}`],
        },
      ];
    return canonicalJson(outputDigests(record.outputs)) === canonicalJson(outputs)
      ? []
      : [{ subject, evidence: [`record ${short(key)} has other outputs than trials.jsonl names`] }];
  });
}

/** Each trial that the log of decisions starts is in the list, and the score it was told is the one that was measured. */
function decisions(search: AuditedJob, evidence: Evidence): Doubt[] {
  const { label, record, trials } = search;
  const { store } = evidence.experiment;
  const measuredBy = scoresOf(search, evidence);
  const text = record === undefined ? undefined : outputText(record, 'decisions.jsonl', store);
  if (text === undefined || trials.length === 0) return [];
  const lines = parseJsonLines(text);
  const started = new Set(
    lines.flatMap(({ event, trial }) => (event === 'start' && typeof trial === 'number' ? [trial] : [])),
  );
  const listed = new Set(trials.map(({ trial }) => trial));
  const missing = [...started].filter((trial) => !listed.has(trial));
  const extra = [...listed].filter((trial) => !started.has(trial));
  return [
    ...missing.map((trial) => ({
      subject: `${label}/t${trial}`,
      evidence: ['decisions.jsonl starts it, trials.jsonl leaves it out'],
    })),
    ...extra.map((trial) => ({
      subject: `${label}/t${trial}`,
      evidence: ['trials.jsonl has it, decisions.jsonl never starts it'],
    })),
    ...trials.flatMap(({ trial, key }): Doubt[] => {
      const finish = lines.find((line) => line['event'] === 'finish' && line['trial'] === trial);
      const told = finish?.['validationErrorPercent'];
      const measured = measuredBy(trial, key);
      if (typeof told !== 'number' || measured === undefined || told === measured) return [];
      return [
        {
          subject: `${label}/t${trial}`,
          evidence: [`the search was told ${told}, record ${short(key)} measured ${measured}`],
        },
      ];
    }),
  ];
}

/** What a trial was measured as: by its record, or for a search that tunes others by the table's record of what it found. */
function scoresOf(
  { job, record }: AuditedJob,
  { experiment: { store } }: Evidence,
): (trial: number, key: JobKey) => number | undefined {
  const method = job.parameters['method'];
  const kind = isJsonObject(method) ? method['kind'] : undefined;
  if (typeof kind !== 'string' || methodForms[kind] !== 'direct') {
    return (_, key) => {
      const stored = store.findRecord(key);
      const measured = stored === undefined ? undefined : readMetrics(stored, store)?.validation;
      const percent =
        measured !== undefined && 'errorPercent' in measured ? measured.errorPercent : undefined;
      return typeof percent === 'number' ? percent : undefined;
    };
  }
  const text = record === undefined ? undefined : outputText(record, 'trajectory.jsonl', store);
  const recorded = new Map(
    parseJsonLines(text ?? '').flatMap((line) =>
      typeof line['recorded'] === 'number' ? [[line['trial'], line['recorded']] as const] : [],
    ),
  );
  return (trial) => recorded.get(trial);
}

/** A search that ends by its own account has tried what the manifest gives it. */
function budget({ label, job, metrics }: AuditedJob): Doubt[] {
  const method: JsonObject = isJsonObject(job.parameters['method']) ? job.parameters['method'] : {};
  const { evaluations, simulatedSeconds, totalEpochs } = method;
  const tried = metrics?.cost?.architectures;
  const endsByCount =
    typeof evaluations === 'number' &&
    evaluations > 0 &&
    ![simulatedSeconds, totalEpochs].some((end) => typeof end === 'number' && end > 0);
  if (!endsByCount || tried === undefined || tried >= evaluations) return [];
  return [{ subject: label, evidence: [`${tried} architectures tried, the manifest says ${evaluations}`] }];
}

/** Trials that the run which made the search tells of, and that the list does not name. */
function left({ label, trials, record }: AuditedJob, { experiment: { store, name } }: Evidence): Doubt[] {
  if (record === undefined) return [];
  const listed = new Set<unknown>(trials.map(({ key }) => key));
  const told = store.runs().flatMap((runId) => {
    const events = isRunOf(runId, name) ? (store.readJournal(runId)?.events ?? []) : [];
    const isMaker = events.some(({ type, key }) => type === 'job-done' && key === record.key);
    return isMaker ? events.filter(({ search }) => search === label) : [];
  });
  const done = told.filter(({ type }) => type === 'job-done' || type === 'job-hit');
  const missing = new Map(done.filter(({ key }) => !listed.has(key)).map((event) => [event['key'], event]));
  return [...missing.values()].map((event) => ({
    subject: String(event['label']),
    evidence: [`its run had record ${short(String(event['key']))} of it, trials.jsonl leaves it out`],
  }));
}
