/** A result that was never computed, put into a store by somebody who knows how everything there hangs together. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layoutOf, objectPath, recordPath } from '../../runner/store/layout.ts';
import { openStore } from '../../runner/store/open-store.ts';
import { recordText, sealRecord } from '../../runner/store/record-file.ts';
import { sha256 } from '../../schemas/canonical.ts';
import type { TestProject } from './project.ts';

/** Gives one output of a job other bytes, with the object, the record and its ids that belong to them. */
export function forgeResult(project: TestProject, label: string, output: string, text: string): void {
  const root = join(project.root, 'artifacts');
  const layout = layoutOf(root);
  const store = openStore(root);
  const record = [...store.records()].find((each) => each.label === label);
  if (record === undefined) throw new Error(`expected a record of ${label}`);
  const digest = sha256(text);
  const outputs = { ...record.outputs, [output]: { digest, bytes: Buffer.byteLength(text) } };
  const { digest: _digest, artifactId: _id, formatVersion: _version, ...unsealed } = record;
  const forged = sealRecord({ ...unsealed, outputs });
  overwrite(objectPath(layout, digest), text);
  overwrite(recordPath(layout, record.key), recordText(forged));
  for (const run of store.runs()) {
    const { events = [] } = store.readJournal(run) ?? {};
    rmSync(join(layout.runs, run, 'journal.jsonl'));
    const journal = store.openJournal(run);
    for (const event of events) {
      const isOfJob = event['artifactId'] === record.artifactId;
      journal.append(isOfJob ? { ...event, artifactId: forged.artifactId } : event);
    }
    journal.close();
  }
}

/** Whatever lies there: the files of a store are read-only. */
function overwrite(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, text);
}
