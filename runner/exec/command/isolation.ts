/**
 * bubblewrap around a program: it sees the system's folders read-only, its own folders, and its declared data; no network,
 * no other process, and nothing else of the repository or of anybody's home.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';

interface Seen {
  /** Absolute paths, read-only. */
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  /** Below `/dev`, as far as they are there. */
  readonly devices: readonly string[];
  readonly cwd: string;
}

/** What programs and their libraries are made of. */
const system = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/opt',
  '/etc',
  '/nix/store',
  '/sys/devices/system/cpu',
];

/** @returns what stands before the program and its arguments. @param program absolute path, seen with what lies beside it */
export function bubblewrap(program: string, { readable, writable, devices, cwd }: Seen): string[] {
  const prefix = installationOf(program);
  const shown = [...system.filter((folder) => existsSync(folder)), ...prefix, ...readable];
  return [
    'bwrap',
    ...['--unshare-all', '--die-with-parent'],
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...devices.flatMap((path) => ['--dev-bind-try', path, path]),
    ...shown.flatMap((path) => ['--ro-bind', path, path]),
    ...writable.flatMap((path) => ['--bind', path, path]),
    ...['--chdir', cwd, '--'],
  ];
}

/** A program outside the system's folders, such as one of a virtual environment, comes with the folder it is installed in. */
function installationOf(program: string): string[] {
  const files = [program, realpathSync(program)];
  const outside = files.filter((file) => !system.some((folder) => file.startsWith(`${folder}/`)));
  return [...new Set(outside.map((file) => dirname(dirname(file))))].filter((folder) => folder !== '/');
}

let known: string | null | undefined;

/** Why programs cannot be isolated here; null where they can. */
export function isolationProblem(): string | null {
  if (known !== undefined) return known;
  const tried = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) known = 'bwrap is not installed';
  else known = tried.status === 0 ? null : tried.stderr.trim().split('\n')[0] || 'bwrap does not start';
  return known;
}
