/** What Slurm's commands answer when they do not do what was asked, and what to do about it. */

export type SlurmProblem =
  /** The command is not on the search path. */
  | { readonly reason: 'missing'; readonly command: string }
  /** The controller or its database does not answer; it may a moment later. Whether it took what it was sent is not known. */
  | { readonly reason: 'unreachable'; readonly command: string; readonly message: string }
  /** More jobs than this account may have in Slurm at once. */
  | { readonly reason: 'limit'; readonly command: string; readonly message: string }
  | { readonly reason: 'refused'; readonly command: string; readonly message: string };

/** Words of Slurm for what passes by itself. */
const temporary =
  /unable to contact slurm|connection (?:refused|timed out|failure|reset)|connect failure|socket timed out|temporarily (?:unable|unavailable|disabled)|zero bytes were transmitted|in standby mode|slurmdbd|timed out|slurm_persist_conn|try again|RPC(?:s)? (?:rate|limit)/i;

const overLimit =
  /violates accounting\/qos policy|MaxSubmit|submit limit|invalid job array specification|maximum (?:number of )?jobs?|resource limit/i;

/** @param stderr of a command that failed */
export function problemOf(command: string, stderr: string): SlurmProblem {
  const message = wordsOf(stderr) || 'it failed without a word';
  if (overLimit.test(message)) return { reason: 'limit', command, message };
  return { reason: temporary.test(message) ? 'unreachable' : 'refused', command, message };
}

/** Without the names that Slurm puts before each line. */
const wordsOf = (stderr: string): string =>
  stderr
    .split('\n')
    .map((line) => line.replace(/^(?:\w+:? )?(?:error|fatal): /, '').trim())
    .filter((line) => line !== '')
    .join('; ')
    .slice(0, 600);

/** What in `executors.yaml` a refusal is probably about. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/partition/i, 'correct `slurm.partition` in executors.yaml; `sinfo` lists the partitions'],
  [
    /account/i,
    'correct `slurm.account` in executors.yaml; `sacctmgr show associations user=$USER` lists yours',
  ],
  [/qos/i, 'correct `slurm.qos` in executors.yaml; `sacctmgr show qos` lists them'],
  [/time/i, 'correct `slurm.timeLimit` in executors.yaml; `sinfo` shows the limit of each partition'],
  [/memory/i, 'lower `slurm.memory` in executors.yaml; `sinfo -o "%P %m"` shows what the nodes have'],
  [
    /node configuration|gres|cpu/i,
    'ask for less in `slurm.gres`, `slurm.cpus` or `slurm.memory` of executors.yaml; `sinfo -o "%P %G %c %m"` shows what the nodes have',
  ],
  [/option|argument/i, 'correct `slurm.arguments` in executors.yaml; `sbatch --help` lists the options'],
];

export function slurmProblemText(problem: SlurmProblem): { readonly message: string; readonly help: string } {
  const { command } = problem;
  switch (problem.reason) {
    case 'missing':
      return {
        message: `expected Slurm's command ${command}, found none on the search path`,
        help: 'run on a machine that submits to Slurm, such as a login node, or leave out `--executor slurm`',
      };
    case 'unreachable':
      return {
        message: `Slurm does not answer ${command}: ${problem.message}`,
        help: '`scontrol ping` says whether the controller is up; SLURM_CONF names the configuration',
      };
    case 'limit':
      return {
        message: `Slurm takes no more jobs of this account: ${problem.message}`,
        help: 'lower `slurm.maxUnderWay` in executors.yaml, or wait until jobs have ended',
      };
    case 'refused': {
      const cause = causes.find(([words]) => words.test(problem.message));
      return {
        message: `Slurm refused ${command}: ${problem.message}`,
        help: cause?.[1] ?? 'correct `slurm` in executors.yaml; docs/slurm.md explains its keys',
      };
    }
    default:
      return problem satisfies never;
  }
}
