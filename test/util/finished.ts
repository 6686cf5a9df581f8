/** Jobs that are done, with outputs made up by a test, and a store that has them, without a disk. */
import type { JobResult } from '../../runner/exec/run-state.ts';
import type { GraphJob } from '../../runner/graph/job-graph.ts';
import type { Store } from '../../runner/store/store.ts';
import { engines } from '../../schemas/engine.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { type KeyMaterial, keyVersion } from '../../schemas/record.ts';
import { ok } from '../../schemas/result.ts';
import { recordOf, someCode } from './records.ts';

/** @param outputsOf file name to content. */
export function finished(
  jobs: readonly GraphJob[],
  outputsOf: (job: GraphJob) => Readonly<Record<string, string | Uint8Array>>,
) {
  const objects = new Map<Sha256, string | Uint8Array>();
  const results = new Map<string, JobResult>();
  for (const job of jobs) {
    const { kind, seed, label, parameters } = job;
    const engine = { name: engines.wasm.name, version: engines.wasm.version };
    const outputs = outputsOf(job);
    const material: KeyMaterial = {
      ...{ keyVersion, kind, parameters: { ...parameters, label }, seed, inputs: {}, data: null },
      ...{ code: someCode, engine },
    };
    const record = recordOf(material, label, outputs);
    for (const [name, { digest }] of Object.entries(record.outputs)) objects.set(digest, outputs[name] ?? '');
    results.set(label, { status: 'done', record });
  }
  const readObject = (digest: Sha256) => {
    const content = objects.get(digest) ?? '';
    return ok(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  };
  return { store: { readObject } as Partial<Store> as Store, results };
}
