/** What the store has of one finished job, for the eye: numbers, selection, trials, curves, decisions, digests. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { JobRecord } from '../../../schemas/record.ts';
import { parseJsonLines } from '../../report/json-lines.ts';
import { outputText } from '../../store/output-text.ts';
import type { ReadOnlyStore } from '../../store/read-only-store.ts';
import { outputDigests } from '../../store/record-file.ts';
import { trialsOf } from '../../store/trials-of.ts';
import { metricRows, readContent, ruleText } from '../../trace/job-content.ts';
import { trajectorySeries } from '../../trace/trajectory-series.ts';
import type { RecordAnswer } from '../answers.ts';

/** Decisions that a timeline can show; a table of all is in the file. */
const mostDecisions = 2_000;

export function recordAnswer(record: JobRecord, store: ReadOnlyStore): RecordAnswer {
  const { metrics, selection, trajectory, architecture } = readContent(record, store);
  const { key, artifactId, label, commit, dirtyPatch, material, environment, timing, engine } = record;
  const decisions = linesOf(record, 'decisions.jsonl', store);
  return {
    ...{ key, artifactId, label, commit, dirtyPatch, engine, environment, timing },
    ...{ kind: material.kind, seed: material.seed, data: material.data, code: { ...material.code } },
    ...{ parameters: material.parameters, inputs: material.inputs },
    outputs: Object.entries(record.outputs).map(([name, { digest, bytes }]) => ({
      ...{ name, digest, bytes, damage: damageOf(store, digest, bytes) },
    })),
    metrics: metrics === null ? [] : metricRows(metrics).map(([name = '', value = '']) => ({ name, value })),
    selection: selection === null ? null : { rule: ruleText(selection), candidates: selection.candidates },
    trials: trialsOf(outputDigests(record.outputs), store).map((line) => ({
      ...{ trial: line.trial, architecture: line.architecture, epochs: line.epochs, key: line.key },
    })),
    series: trajectorySeries(trajectory ?? []),
    decisions: { total: decisions.length, shown: decisions.slice(0, mostDecisions) },
    architecture,
  };
}

/** Only whether it is there with its size; `object` verifies what it gives. */
function damageOf(store: ReadOnlyStore, digest: Parameters<ReadOnlyStore['objectBytes']>[0], bytes: number) {
  const found = store.objectBytes(digest);
  if (found === undefined) return 'the store has no such object';
  return found === bytes ? null : `the object has ${found} bytes`;
}

function linesOf(record: JobRecord, file: string, store: ReadOnlyStore): readonly JsonObject[] {
  const text = outputText(record, file, store);
  return text === undefined ? [] : parseJsonLines(text);
}
