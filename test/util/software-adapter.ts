/** A Vulkan driver that needs no GPU: SwiftShader, as the chromium package of Debian ships it. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Environment for a process that uses WebGPU; empty where a driver is chosen already or there is none. */
export function softwareAdapter(): Record<string, string> {
  const isChosen = ['VK_DRIVER_FILES', 'REPRISE_WEBGPU_ADAPTER'].some(
    (name) => process.env[name] !== undefined,
  );
  if (isChosen || !existsSync(driver)) return {};
  // The package brings its own Vulkan loader as well.
  const searched = [dirname(driver), process.env['LD_LIBRARY_PATH']].filter((path) => path !== undefined);
  return { VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: searched.join(':') };
}
