/**
 * A Slurm for tests on this machine: a controller and two nodes of one core, with one GPU each that is a name alone, and
 * two partitions, of which `urgent` takes nodes from jobs of `main`. Needs root and Debian's packages slurmctld, slurmd,
 * slurm-client and munge; with accounting also slurmdbd and mariadb-server.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  accessSync,
  appendFileSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

export interface SlurmRig {
  readonly folder: string;
  /** Environment that leads commands to this Slurm. */
  readonly env: { readonly SLURM_CONF: string };
  /** Runs one of its commands. @returns what it printed */
  readonly ask: (command: string, ...args: string[]) => Promise<string>;
  /** Ends a daemon, such as `slurmctld` or `slurmd-n1`, which keeps its state: one that is killed forgets its last jobs. */
  readonly end: (daemon: string) => Promise<void>;
  readonly start: (daemon: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const needed = ['slurmctld', 'slurmd', 'sbatch', 'munged'];
const neededForAccounting = ['slurmdbd', 'mariadbd', 'mariadb-install-db'];

/** Why none can be started here; undefined where one can. */
function slurmProblem({ accounting = false } = {}): string | undefined {
  if (process.getuid?.() !== 0) return 'needs the rights of root, to start Slurm';
  const missing = [...needed, ...(accounting ? neededForAccounting : [])].filter(
    (name) => !isInstalled(name),
  );
  return missing.length === 0 ? undefined : `needs ${missing.join(', ')}, to start Slurm`;
}

const isInstalled = (program: string): boolean =>
  `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/**
 * Starts one in a folder of its own, which goes with it.
 * @returns why there is none, such as on a machine whose kernel keeps the daemons from what they need
 */
export async function startSlurm(
  options: { readonly accounting?: boolean } = {},
): Promise<SlurmRig | string> {
  const problem = slurmProblem(options);
  if (problem !== undefined) return problem;
  const slurm = new TestSlurm(realpathSync(mkdtempSync(join(tmpdir(), 'reprise-slurm-'))));
  try {
    await slurm.begin(options.accounting ?? false);
    return slurm;
  } catch (error) {
    await slurm.stop();
    return `Slurm does not start here: ${String(error).split('\n')[0]}`;
  }
}

const nodes = ['n1', 'n2'];
const path = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };

class TestSlurm implements SlurmRig {
  readonly folder: string;
  readonly env: { readonly SLURM_CONF: string };
  readonly #daemons = new Map<string, ChildProcess>();
  readonly #port = 20_000 + (process.pid % 2_000) * 15;

  constructor(folder: string) {
    this.folder = folder;
    this.env = { SLURM_CONF: join(folder, 'slurm.conf') };
  }

  async begin(accounting: boolean): Promise<void> {
    for (const name of ['state', 'spool', 'log']) mkdirSync(join(this.folder, name));
    await this.#munge();
    await nameOfMachine();
    if (accounting) await this.#database();
    writeFileSync(this.env.SLURM_CONF, this.#conf(accounting));
    writeFileSync(join(this.folder, 'gres.conf'), `NodeName=${nodes} Name=gpu File=/dev/null\n`);
    if (accounting) {
      await this.start('slurmdbd');
      await until(() => this.ask('sacctmgr', '--immediate', 'add', 'cluster', 'test').then(() => true));
    }
    for (const daemon of ['slurmctld', 'slurmd-n1', 'slurmd-n2']) await this.start(daemon);
    await until(
      async () => (await this.ask('sinfo', '-h', '-N', '-p', 'main', '-t', 'idle')).split('\n').length === 2,
    );
  }

  ask = async (command: string, ...args: string[]): Promise<string> =>
    (await execa(command, args, { env: { ...this.env, ...path } })).stdout.trim();

  start = async (daemon: string): Promise<void> => {
    const node = /^slurmd-(.*)$/.exec(daemon)?.[1];
    const [program = daemon, args] = node === undefined ? [daemon, ['-D']] : ['slurmd', ['-D', '-N', node]];
    const conf = daemon === 'slurmdbd' ? join(this.folder, 'slurmdbd.conf') : this.env.SLURM_CONF;
    this.#run(daemon, program, args, { SLURM_CONF: conf });
  };

  end = async (daemon: string): Promise<void> => {
    await ended(this.#daemons.get(daemon), 'SIGTERM');
    this.#daemons.delete(daemon);
  };

  stop = async (): Promise<void> => {
    await this.ask('scancel', '--full', '--signal=KILL', '--state=RUNNING', '--user=root').catch(
      () => undefined,
    );
    // Nodes first, so that what runs on them ends; the database last, which the others write to.
    for (const daemon of ['slurmd-n1', 'slurmd-n2', 'slurmctld', 'slurmdbd', 'mariadbd']) {
      await ended(this.#daemons.get(daemon), 'SIGTERM');
    }
    this.#daemons.clear();
    rmSync(this.folder, { recursive: true, force: true });
  };

  #run(
    daemon: string,
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): void {
    const child = spawn(program, args, {
      env: { ...process.env, ...path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => appendFileSync(join(this.folder, 'log', daemon), chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.#daemons.set(daemon, child);
  }

  /** One for the machine; it stays, since others may use it. */
  async #munge(): Promise<void> {
    const works = async (): Promise<boolean> =>
      !(await execa('sh', ['-c', 'munge -n | unmunge'], { reject: false })).failed;
    if (await works()) return;
    await execa('sh', ['-c', 'mkdir -p /run/munge && chown munge: /run/munge']);
    await execa('runuser', ['-u', 'munge', '--', '/usr/sbin/munged', '--force'], { reject: false });
    await until(works);
  }

  async #database(): Promise<void> {
    const data = join(this.folder, 'sql');
    const socket = join(this.folder, 'sql.sock');
    mkdirSync(data);
    chmodSync(this.folder, 0o755);
    await execa('mariadb-install-db', [
      '--user=root',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
    ]);
    this.#run('mariadbd', 'mariadbd', [
      ...[
        '--no-defaults',
        '--user=root',
        `--datadir=${data}`,
        `--socket=${socket}`,
        `--port=${this.#port + 5}`,
      ],
      ...['--bind-address=127.0.0.1', `--pid-file=${join(data, 'pid')}`, '--innodb-buffer-pool-size=64M'],
    ]);
    const sql =
      "create database slurm; create user slurm@'127.0.0.1' identified by 'test'; grant all on slurm.* to slurm@'127.0.0.1'; create user slurm@localhost identified by 'test'; grant all on slurm.* to slurm@localhost";
    await until(
      async () =>
        !(await execa('mariadb', ['-S', socket, '-u', 'root', '-e', sql], { reject: false })).failed,
    );
    const conf = join(this.folder, 'slurmdbd.conf');
    writeFileSync(
      conf,
      lines({
        ...{
          AuthType: 'auth/munge',
          DbdHost: hostname(),
          DbdAddr: '127.0.0.1',
          DbdPort: this.#port + 6,
          SlurmUser: 'root',
        },
        ...{ StorageType: 'accounting_storage/mysql', StorageHost: '127.0.0.1', StoragePort: this.#port + 5 },
        ...{
          StorageUser: 'slurm',
          StoragePass: 'test',
          StorageLoc: 'slurm',
          PidFile: join(this.folder, 'slurmdbd.pid'),
        },
      }),
    );
    chmodSync(conf, 0o600);
  }

  #conf(accounting: boolean): string {
    const port = this.#port;
    const common = lines({
      ...{
        ClusterName: 'test',
        SlurmctldHost: `${hostname()}(127.0.0.1)`,
        SlurmUser: 'root',
        SlurmdUser: 'root',
      },
      ...{ AuthType: 'auth/munge', StateSaveLocation: join(this.folder, 'state') },
      ...{ SlurmdSpoolDir: join(this.folder, 'spool', '%n'), SlurmctldPort: port },
      ...{
        SlurmctldPidFile: join(this.folder, 'slurmctld.pid'),
        SlurmdPidFile: join(this.folder, 'slurmd-%n.pid'),
      },
      ...{ ProctrackType: 'proctrack/linuxproc', TaskPlugin: 'task/none', MpiDefault: 'none' },
      ...{ SelectType: 'select/cons_tres', SelectTypeParameters: 'CR_Core', ReturnToService: 2 },
      ...{ PreemptType: 'preempt/partition_prio', PreemptMode: 'REQUEUE', GresTypes: 'gpu' },
      ...{ SchedulerParameters: 'sched_interval=1,sched_min_interval=100000,batch_sched_delay=0' },
      ...{ SlurmdTimeout: 5, KillWait: 30, MinJobAge: 300, MaxArraySize: 1001, MaxJobCount: 10_000 },
      ...{ JobAcctGatherType: 'jobacct_gather/none' },
      AccountingStorageType: `accounting_storage/${accounting ? 'slurmdbd' : 'none'}`,
      ...(accounting ? { AccountingStorageHost: hostname(), AccountingStoragePort: port + 6 } : {}),
    });
    const node = (name: string, i: number): string =>
      `NodeName=${name} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${port + 1 + i} CPUs=1 RealMemory=4000 Gres=gpu:1 State=UNKNOWN\n`;
    return [
      common,
      ...nodes.map(node),
      `PartitionName=main Nodes=${nodes} Default=YES MaxTime=INFINITE State=UP PriorityTier=1\n`,
      `PartitionName=urgent Nodes=${nodes} MaxTime=INFINITE State=UP PriorityTier=10\n`,
    ].join('');
  }
}

const lines = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** Slurm looks its hosts up. */
async function nameOfMachine(): Promise<void> {
  if ((await execa('getent', ['hosts', hostname()], { reject: false })).failed)
    appendFileSync('/etc/hosts', `127.0.0.1 ${hostname()}\n`);
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exit;
  clearTimeout(late);
}

/** Asks again until it is so; what throws is not so yet. Whoever waits for ever is ended by the time limit of the test. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const asked = async (): Promise<boolean> => isSo();
  while (!(await asked().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Lines of the ledger of a store: one for each submission. */
export function submissions(store: string): { readonly jobId: string; readonly keys: readonly string[] }[] {
  const text = readFileSync(join(store, 'slurm', 'ledger.jsonl'), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}
