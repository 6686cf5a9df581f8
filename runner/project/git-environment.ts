/**
 * The environment of every call of git: what says who we are and what is trusted stays; what points at another
 * repository, runs a program, or changes the form of an answer goes.
 */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `git rev-parse --local-env-vars` names the first group: inside a hook they point at the repository that is being
 * committed to. The second group changes what answers look like, or writes traces among them. Configuration by
 * GIT_CONFIG_COUNT stays, since machines of continuous integration name their safe folders there.
 */
const dropped = new Set([
  ...[
    'GIT_ALTERNATE_OBJECT_DIRECTORIES',
    'GIT_OBJECT_DIRECTORY',
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_INDEX_FILE',
  ],
  ...['GIT_COMMON_DIR', 'GIT_PREFIX', 'GIT_CONFIG', 'GIT_CONFIG_PARAMETERS', 'GIT_IMPLICIT_WORK_TREE'],
  ...['GIT_GRAFT_FILE', 'GIT_SHALLOW_FILE', 'GIT_NO_REPLACE_OBJECTS', 'GIT_REPLACE_REF_BASE'],
  ...['GIT_INTERNAL_SUPER_PREFIX', 'GIT_NAMESPACE', 'GIT_QUARANTINE_PATH', 'GIT_ATTR_SOURCE'],
  ...['GIT_EXTERNAL_DIFF', 'GIT_DIFF_OPTS', 'GIT_LITERAL_PATHSPECS', 'GIT_GLOB_PATHSPECS'],
  ...['GIT_NOGLOB_PATHSPECS', 'GIT_ICASE_PATHSPECS', 'GIT_DEFAULT_HASH'],
]);

/** Settings that would run a program of the repository or of the user, or read its files otherwise than byte by byte. */
const quiet: readonly (readonly [key: string, value: string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.autocrlf', 'false'],
  ['core.safecrlf', 'false'],
  ['core.sparseCheckout', 'false'],
  ['submodule.recurse', 'false'],
  ['diff.suppressBlankEmpty', 'false'],
  ['diff.orderFile', '/dev/null'],
  ['advice.graftFileDeprecated', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

export interface GitEnvironmentOptions {
  /** Names of the filters that the configuration knows, such as `lfs`; all of them are switched off. */
  readonly filters: readonly string[];
  /** Whether git may fetch objects that a partial clone lacks. */
  readonly network: boolean;
}

/** For programs other than git, which may call it in another repository. @param caller the environment of this process. */
export const withoutRepository = (caller: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(caller).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !dropped.has(entry[0]) && !entry[0].startsWith('GIT_TRACE'),
    ),
  );

/** @param caller the environment of this process. */
export function gitEnvironment(caller: Environment, options: GitEnvironmentOptions): Record<string, string> {
  const settings = [...quiet, ...options.filters.flatMap(withoutFilter)];
  const first = Number.parseInt(caller['GIT_CONFIG_COUNT'] ?? '', 10) || 0;
  const added = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${first + i}`, key],
    [`GIT_CONFIG_VALUE_${first + i}`, value],
  ]);
  return {
    ...withoutRepository(caller),
    ...Object.fromEntries(added),
    GIT_CONFIG_COUNT: String(first + settings.length),
    // Its words are read here, and people search for the English ones.
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    // Reading takes no lock and rewrites no index.
    GIT_OPTIONAL_LOCKS: '0',
    // A commit is what its id names, whatever refs/replace puts in its place.
    GIT_NO_REPLACE_OBJECTS: '1',
    // Nor has it other parents than its own.
    GIT_GRAFT_FILE: '/dev/null',
    ...(options.network ? {} : { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '' }),
  };
}

const withoutFilter = (name: string): [string, string][] => [
  [`filter.${name}.clean`, ''],
  [`filter.${name}.smudge`, ''],
  [`filter.${name}.process`, ''],
  [`filter.${name}.required`, 'false'],
];
