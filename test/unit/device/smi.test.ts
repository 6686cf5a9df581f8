import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { lookAtGpus } from '../../../runner/device/gpu-machine.ts';
import { parseNvidia, parseProcesses } from '../../../runner/device/nvidia-smi.ts';
import { parseAmd } from '../../../runner/device/rocm-smi.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const gpuLines = `0, NVIDIA H100 80GB HBM3, 81559, 17, 0, GPU-11111111-aaaa
1, NVIDIA GeForce RTX 4090, 24564, 1024, [N/A], GPU-22222222-aaaa
2, Odd, Name, [N/A], [N/A], [N/A], GPU-33333333-aaaa
3, NVIDIA A100, 40960, 0, 2, GPU-44444444-aaaa
4, NVIDIA A100, [GPU requires reset], [GPU requires reset], [GPU requires reset], GPU-55555555-aaaa
`;
const processLines = '4711, GPU-22222222-aaaa, 1000, /usr/bin/python3\n12, GPU-22222222-aaaa, [N/A], a, b\n';
const rocmJson = JSON.stringify({
  card1: { 'Unique ID': 'N/A', 'Card Series': 'Radeon', 'VRAM Total Memory (B)': String(16 * 2 ** 30) },
  card0: {
    ...{ 'Unique ID': '0xabc', 'Card series': 'Instinct MI250' },
    ...{ 'VRAM Total Memory (B)': String(64 * 2 ** 30), 'VRAM Total Used Memory (B)': String(3 * 2 ** 30) },
  },
  system: { 'Driver version': '6.3' },
});

test('each line of nvidia-smi is a GPU, with its processes and what is wrong with it', () => {
  const states = parseNvidia(gpuLines, parseProcesses(processLines));
  expect(states.map(({ index, memoryMib, usedMib, fault }) => [index, memoryMib, usedMib, fault])).toEqual([
    ['0', 81_559, 17, null],
    ['1', 24_564, 1024, null],
    ['2', 0, null, null],
    ['3', 40_960, 0, '2 memory error(s) that were not corrected since its driver started'],
    ['4', 0, null, 'nvidia-smi says [GPU requires reset]'],
  ]);
  expect(states[2]?.name).toBe('Odd, Name');
  expect(states.map(({ processes }) => processes)).toEqual([
    [],
    [
      { pid: 4711, name: '/usr/bin/python3', memoryMib: 1000 },
      { pid: 12, name: 'a, b', memoryMib: null },
    ],
    [],
    [],
    [],
  ]);
});

test('a driver that does not tell its processes leaves them unknown, and other text is no GPU', () => {
  expect(parseNvidia(gpuLines, undefined)[0]?.processes).toBeNull();
  expect(parseNvidia('No devices were found\n', new Map())).toEqual([]);
});

test('each card of rocm-smi is a GPU; one without an id of its own has that of its place', () => {
  const states = parseAmd(`WARNING: something\n${rocmJson}\n`);
  expect(
    states.map(({ id, name, memoryMib, usedMib, fault }) => [id, name, memoryMib, usedMib, fault]),
  ).toEqual([
    ['amd-0xabc', 'Instinct MI250', 65_536, 3072, null],
    ['amd-card1', 'Radeon', 16_384, null, 'rocm-smi does not tell its memory'],
  ]);
  expect(parseAmd('{"card0": ')).toEqual([]);
});

function tool(folder: string, name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

test('tools on the search path are asked: NVIDIA before AMD, and the variable where none answers', async () => {
  const folder = temporaryFolder();
  const look = async (env: Record<string, string>) => {
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
    const { states, usable } = await lookAtGpus(env);
    vi.unstubAllEnvs();
    return [states.map(({ vendor, index }) => `${vendor}:${index}`), usable];
  };
  expect(await look({ CUDA_VISIBLE_DEVICES: '5' })).toEqual([['nvidia:5'], ['cuda-5']]);
  expect(await look({})).toEqual([[], []]);
  tool(folder, 'rocm-smi', `printf '%s\\n' '${rocmJson}'`);
  expect(await look({ ROCR_VISIBLE_DEVICES: '1' })).toEqual([['amd:0', 'amd:1'], ['amd-card1']]);
  tool(folder, 'nvidia-smi', 'echo "NVIDIA-SMI has failed because it could not talk to the driver"; exit 9');
  expect((await look({}))[0]).toEqual(['amd:0', 'amd:1']);
  const answers = `case $1 in *compute-apps*) printf '%s' '${processLines}';; *) printf '%s' '${gpuLines}';; esac`;
  tool(folder, 'nvidia-smi', answers);
  expect(await look({ CUDA_VISIBLE_DEVICES: '1,GPU-1' })).toEqual([
    ['nvidia:0', 'nvidia:1', 'nvidia:2', 'nvidia:3', 'nvidia:4'],
    ['GPU-22222222-aaaa', 'GPU-11111111-aaaa'],
  ]);
});
