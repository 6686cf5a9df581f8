/**
 * Where results and data sets are kept, and who says so: an option of the command line, before an environment variable,
 * before the user's setting, before the default.
 */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { type ContractProblem, contract, contractProblemText, exact } from '../../schemas/contract.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { readRegularFile, type UnreadableFile, unreadableText } from '../util/regular-file.ts';

export interface Place {
  /** Absolute. */
  readonly path: string;
  /** Who named it, as a message calls it: `--store`, `REPRISE_STORE`, the file of settings, or `default`. */
  readonly from: string;
}

export interface Places {
  readonly store: Place;
  readonly data: Place;
}

export interface PlaceOptions {
  readonly store?: string | undefined;
  readonly data?: string | undefined;
}

export type SettingsProblem =
  | { readonly reason: 'settings-unreadable'; readonly file: string; readonly why: UnreadableFile }
  | { readonly reason: 'settings-invalid'; readonly file: string; readonly problem: ContractProblem }
  | {
      readonly reason: 'settings-relative';
      readonly file: string;
      readonly key: string;
      readonly found: string;
    };

const settingsSchema = exact({
  store: Type.Optional(Type.String({ minLength: 1 })),
  data: Type.Optional(Type.String({ minLength: 1 })),
});
const settingsFormat = contract('settings', settingsSchema);
type UserSettings = Readonly<Static<typeof settingsSchema>>;

export type Environment = Readonly<Record<string, string | undefined>>;

const maxBytes = 65_536;

/** The user's file of settings; it need not exist. */
function settingsFile(env: Environment): string {
  const base = env['XDG_CONFIG_HOME'];
  const folder = base !== undefined && isAbsolute(base) ? base : join(homedir(), '.config');
  return join(folder, 'reprise', 'config.json');
}

/** @param cwd from which options and variables are resolved. @param root of the project, which holds the defaults. */
export function findPlaces(
  cwd: string,
  root: string,
  options: PlaceOptions,
  env: Environment,
): Result<Places, SettingsProblem> {
  const file = settingsFile(env);
  const settings = readSettings(file);
  if (!settings.ok) return settings;
  const place = (name: 'store' | 'data', fallback: string): Place => {
    const variable = `REPRISE_${name.toUpperCase()}`;
    const [flag, value, setting] = [options[name], env[variable], settings.value[name]];
    if (flag !== undefined) return { path: resolve(cwd, flag), from: `--${name}` };
    if (value !== undefined && value !== '') return { path: resolve(cwd, value), from: variable };
    if (setting !== undefined) return { path: inHome(setting), from: file };
    return { path: fallback, from: 'default' };
  };
  const store = place('store', join(root, 'artifacts'));
  return ok({ store, data: place('data', join(root, 'artifacts', 'data')) });
}

function readSettings(file: string): Result<UserSettings, SettingsProblem> {
  const bytes = readRegularFile(file, maxBytes);
  if (!bytes.ok) {
    const [why] = bytes.failures;
    const isAbsent =
      why === undefined || (why.reason === 'system' && ['ENOENT', 'ENOTDIR'].includes(why.code));
    return isAbsent ? ok({}) : fail({ reason: 'settings-unreadable', file, why });
  }
  const read = settingsFormat.parse(bytes.value.toString('utf8'));
  if (!read.ok) {
    return fail(...read.failures.map((problem) => ({ reason: 'settings-invalid' as const, file, problem })));
  }
  const relative = Object.entries(read.value).find(([, path]) => !isAbsolute(inHome(path)));
  if (relative === undefined) return read;
  const [key, found] = relative;
  return fail({ reason: 'settings-relative', file, key, found });
}

/** `~/` is the user's folder. */
const inHome = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;

/** Text for a person; the one printer of these problems. Ends with a line break. */
export function settingsProblemText(problem: SettingsProblem): string {
  const { file } = problem;
  const example = '{ "store": "/data/results", "data": "/data/sets" }';
  switch (problem.reason) {
    case 'settings-unreadable':
      return `error: expected your settings in ${file}, found ${unreadableText(problem.why)}\n  help: remove it, or make it a file such as ${example}\n`;
    case 'settings-invalid':
      return `error: ${file}: ${contractProblemText(problem.problem)}\n  help: it has the keys \`store\` and \`data\`, such as ${example}\n`;
    case 'settings-relative':
      return `error: ${file}: expected \`${problem.key}\` to be an absolute path or one that begins with ~/, found "${problem.found}"\n  help: it holds for every project, so that a relative path would name a folder in each\n`;
    default:
      return problem satisfies never;
  }
}
