// What one training step of the super-nets of DARTS and Auto-DeepLab takes of the 4 GiB that WebAssembly addresses, each in
// a process of its own.
//
//   node scripts/bench/memory.mjs [--only TEXT]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleProgram } from '../build/bundle-program.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const cases = [
  { name: 'DARTS B64, cells computed again above 2 GB', args: ['darts', '64', '2e9'] },
  { name: 'DARTS B64, everything kept', args: ['darts', '64', 'Infinity'] },
  { name: 'DARTS B128, everything kept', args: ['darts', '128', 'Infinity'] },
  { name: 'DARTS B128, cells computed again above 2 GB', args: ['darts', '128', '2e9'] },
  { name: 'Auto-DeepLab B2 321x321', args: ['auto-deeplab', '2', '2e9'] },
].filter(({ name }) => name.includes(options.only));

const folder = mkdtempSync(join(tmpdir(), 'reprise-bench-'));
try {
  const program = await bundleProgram('scripts/bench/memory-worker.ts', folder);
  for (const { name, args } of cases) {
    const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    const line = stdout.trim();
    if (line === '') throw new Error(`${name}: the worker ended: ${stderr.trim().split('\n').at(-1)}`);
    const { bytes, seconds, refused } = JSON.parse(line);
    const found = refused?.message ?? `${(bytes / 2 ** 30).toFixed(2)} GiB, ${seconds.toFixed(1)} s`;
    console.log(`${name}: ${found}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
