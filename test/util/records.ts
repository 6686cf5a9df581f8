/** Records as the store would give them, for tests of pure code. */

import type { KeyContext } from '../../runner/graph/key-material.ts';
import { jobKey } from '../../runner/key/job-key.ts';
import { sealRecord } from '../../runner/store/record-file.ts';
import { sha256 } from '../../schemas/canonical.ts';
import { engines } from '../../schemas/engine.ts';
import { toGitCommit } from '../../schemas/ids.ts';
import type { CodeIdentity, JobRecord, KeyMaterial } from '../../schemas/record.ts';

export const someCommit = toGitCommit('0123456789abcdef0123456789abcdef01234567');

export const someCode: CodeIdentity = {
  sources: sha256('sources'),
  packages: sha256('packages'),
  tools: sha256('tools'),
};

export const someContext: KeyContext = { codeOf: () => someCode, engine: 'wasm', dataOf: () => null };

/** A record whose outputs are made of the contents given, or of the key where none are. */
export function recordOf(
  material: KeyMaterial,
  label: string,
  outputs?: Readonly<Record<string, string | Uint8Array>>,
): JobRecord {
  const key = jobKey(material);
  const texts = outputs ?? { 'architecture.json': `architecture ${key}`, 'metrics.json': `metrics ${key}` };
  return sealRecord({
    key,
    label,
    material,
    outputs: Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, { digest: sha256(text), bytes: text.length }]),
    ),
    commit: someCommit,
    trees: {},
    dirtyPatch: null,
    engine: engines.wasm,
    environment: { node: 'v20.19.0', platform: 'linux', arch: 'x64', cpu: 'some', device: 'cpu:0' },
    timing: { startedAt: '2026-01-02T03:04:05.000Z', wallMs: 1, attempt: 1 },
  });
}
