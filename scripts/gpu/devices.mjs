/** What the engine computes on here. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { finish } from './processes.mjs';
import { Skipped } from './stages.mjs';

const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
const software = /swiftshader|llvmpipe|lavapipe/i;

/**
 * Looks for adapters as they are and, for webgpu, then on the software driver of Debian's chromium.
 *
 * @returns the environment in which the engine finds its device, the device, and whether it is only a program
 * @throws Skipped with what the engine says is missing
 */
export async function findDevice(root, engine, wanted) {
  const searched = [dirname(swiftShader), process.env['LD_LIBRARY_PATH']].filter(
    (path) => path !== undefined,
  );
  const driver = { VK_DRIVER_FILES: swiftShader, LD_LIBRARY_PATH: searched.join(':') };
  const places = [{}, ...(engine === 'webgpu' && existsSync(swiftShader) ? [driver] : [])];
  let report;
  for (const more of places) {
    const env = { ...process.env, ...more };
    report = await askEngine(root, engine, env);
    if (!report.available) continue;
    const device = chosen(report.devices, wanted);
    if (engine === 'webgpu') env['REPRISE_WEBGPU_ADAPTER'] = device;
    return { env, device, isSoftware: software.test(device) };
  }
  throw new Skipped(`${report.why}; ${report.hint}`);
}

async function askEngine(root, engine, env) {
  const { stdout } = await finish(process.execPath, [join(root, 'dist', 'worker.js'), '--engines'], {
    ...{ env, limitMs: 60_000 },
  });
  const line = stdout.split('\n').find((each) => each.startsWith(`{"engine":"${engine}"`));
  return line === undefined
    ? { available: false, why: 'the worker told nothing of it', hint: 'npm run build' }
    : JSON.parse(line);
}

function chosen(devices, wanted) {
  const found = devices.find((name) => (wanted === undefined ? !software.test(name) : name === wanted));
  if (found !== undefined) return found;
  if (wanted !== undefined) throw new Error(`expected an adapter ${wanted}, found ${devices.join(', ')}`);
  return devices[0];
}
