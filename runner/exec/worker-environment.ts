/**
 * The environment variables that a worker gets. Nothing else is handed on: secrets of a CI system are none of a job's
 * business, and a variable that changes what Node.js or a library computes is in no key. docs/architecture.md lists them.
 */
import type { Device } from './device.ts';

const names: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP'],
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'APPDATA', 'LOCALAPPDATA', 'USERPROFILE'],
  // Where drivers of GPUs are found.
  ...['LD_LIBRARY_PATH', 'XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_DATA_DIRS', 'DISPLAY', 'WAYLAND_DISPLAY'],
]);

/** Localisation of messages, GPUs, and what is meant for Reprise itself. */
const prefixes = ['LC_', 'CUDA_', 'NVIDIA_', 'HIP_', 'ROCR_', 'VK_', 'MESA_', 'TF_', 'REPRISE_'];

/** Limits of memory are the only options of Node.js that change no result. */
const harmlessOption = /^--(?:max-old-space-size|max-semi-space-size|stack-trace-limit)=\d+$/;

export function workerEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  device: Device,
): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    const upper = name.toUpperCase();
    const isAllowed = names.has(upper) || prefixes.some((prefix) => upper.startsWith(prefix));
    if (isAllowed && value !== undefined) allowed[name] = value;
  }
  const options = (own['NODE_OPTIONS'] ?? '').split(/\s+/).filter((option) => harmlessOption.test(option));
  if (options.length > 0) allowed['NODE_OPTIONS'] = options.join(' ');
  return { ...allowed, ...device.env };
}
