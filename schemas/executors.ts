/**
 * `executors.yaml` in the project's folder: how the cluster is asked for what jobs need. Nothing of it is in a job's key.
 * The description of each field is the law that a message about it states.
 */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from './contract.ts';

const line = (description: string) => Type.String({ pattern: '^[^\\x00-\\x1f\\x7f]+$', description });
const word = (what: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.,@+-]*$', description: `the name of ${what}` });

/** Options of sbatch that are the executor's own. */
const ownOptions = [
  ...['array', 'job-name', 'output', 'error', 'open-mode', 'chdir', 'export', 'export-file', 'parsable'],
  ...['requeue', 'no-requeue', 'wait', 'wrap', 'test-only', 'clusters', 'hold', 'help', 'usage', 'version'],
];

const slurmSchema = exact({
  partition: Type.Optional(word('a partition, or several joined by commas')),
  account: Type.Optional(word('an account')),
  qos: Type.Optional(word('a quality of service')),
  /** Of one job; Slurm ends it then. */
  timeLimit: Type.Optional(
    Type.Union(
      [
        Type.Integer({ minimum: 1 }),
        Type.String({ pattern: '^(?:\\d+-\\d+(?::\\d+){0,2}|\\d+(?::\\d+){0,2})$' }),
      ],
      { description: 'minutes, or a time such as "4:00:00" or "2-12:00:00"' },
    ),
  ),
  memory: Type.Optional(
    Type.String({ pattern: '^[1-9]\\d*[KMGT]$', description: 'memory of one job, such as 8G' }),
  ),
  cpus: Type.Optional(Type.Integer({ minimum: 1, description: 'an integer >= 1' })),
  gres: Type.Optional(line('generic resources such as gpu:1')),
  arguments: Type.Optional(
    Type.Array(
      Type.String({
        pattern: `^--(?!(?:${ownOptions.join('|')})(?:=|$))[a-z][a-z-]*(?:=[^\\x00-\\x1f\\x7f]*)?$`,
      }),
      {
        description: `a list of long options of sbatch such as --constraint=a100, but none of ${ownOptions.join(', ')}`,
      },
    ),
  ),
  setup: Type.Optional(
    Type.Array(line('a line of shell'), {
      description: 'a list of lines of shell that run before each job, such as module load cuda',
    }),
  ),
  maxUnderWay: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 9999, description: 'an integer in [1, 9999]' }),
  ),
  pollSeconds: Type.Optional(
    Type.Number({ minimum: 0.1, maximum: 3600, description: 'a number of seconds in [0.1, 3600]' }),
  ),
  nodejs: Type.Optional(
    Type.String({
      pattern: '^/[^\\x00-\\x1f\\x7f]*$',
      description: 'the absolute path of Node.js on the nodes',
    }),
  ),
});

export const executorsSchema = exact({ slurm: Type.Optional(slurmSchema) });

export type SlurmSettings = Readonly<Static<typeof slurmSchema>>;
export type ExecutorSettings = Readonly<Static<typeof executorsSchema>>;

/** What holds where the file says nothing. */
export const slurmDefaults = { maxUnderWay: 1000, pollSeconds: 5 } as const;
