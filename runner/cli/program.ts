/**
 * The command line: names, arguments and help of every command. What they do is in `commands/`, and each is loaded when
 * it is asked for, so that a quick command starts quickly.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { LockMode } from '../study/settle-lock.ts';
import type { ExitCode } from '../util/exit-code.ts';
import type { CliContext } from './context.ts';
// What the spaces declare, by `npm run docs`: the runner itself knows none.
import spaces from './space-options.json' with { type: 'json' };

type Finish = (code: ExitCode) => void;

/** @param finish is called once with the exit code of the command that ran. */
export function buildProgram(context: CliContext, version: string, finish: Finish): Command {
  const program = new Command('reprise')
    .description('Declarative, exactly reproducible experiments for neural architecture search')
    .version(version)
    .showHelpAfterError('(reprise --help shows the commands)')
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .exitOverride()
    .addHelpText(
      'after',
      `\nExit codes: 0 done, 1 a job failed or a result differs, 2 manifest or usage wrong, 130 interrupted\n`,
    );
  addAuthoring(program, context, finish);
  addRunning(program, context, finish);
  addInspecting(program, context, finish);
  addHousekeeping(program, context, finish);
  for (const command of program.commands.flatMap(allCommands)) {
    if (command.commands.length === 0) command.addOption(storeOption()).addOption(dataOption());
  }
  // These work anywhere, without a project.
  addArchitectures(program, context, finish);
  addBenchmarks(program, context, finish);
  for (const command of allCommands(program)) command.configureHelp({ sortOptions: true });
  return program;
}

function addAuthoring(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('new <id>')
    .description('write a manifest to start from')
    .action(async (id, flags) =>
      finish(await (await import('./commands/new.ts')).newCommand(context, id, flags)),
    );
  program
    .command('check [ids...]')
    .description('check manifests: every error at once, with its place')
    .addOption(jsonOption())
    .action(async (ids, flags) =>
      finish(await (await import('./commands/check.ts')).checkCommand(context, ids, flags)),
    );
  program
    .command('list')
    .description('list the manifests of the project')
    .addOption(jsonOption())
    .action(async (flags) => finish(await (await import('./commands/list.ts')).listCommand(context, flags)));
}

function addRunning(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('plan <id>')
    .description('show what a run would do, and why')
    .addOption(profileOption())
    .addOption(setOption())
    .addOption(onlyOption())
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/plan.ts')).planCommand(context, id, flags)),
    );
  program
    .command('run <id>')
    .description('compute what is missing, then write the reports and the lock')
    .addOption(profileOption())
    .addOption(setOption())
    .addOption(onlyOption())
    .addOption(jobsOption())
    .option('--allow-dirty', 'run with uncommitted changes; marks every result `dirty`')
    .option('--no-lock', 'leave the lock file alone')
    .option('--update-lock', 'accept results that contradict the lock')
    .addOption(new Option('--result-file <file>', 'tell a rerun what was found').hideHelp())
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(
        await (await import('./commands/run.ts')).runCommand(context, id, {
          ...flags,
          lock: lockMode(flags),
        }),
      ),
    );
  program
    .command('rerun <id>')
    .description('recompute a locked table from nothing, and compare it cell by cell')
    .addOption(profileOption())
    .addOption(jobsOption())
    .option('--fresh', 'forget what an earlier rerun of this lock has computed')
    .option('--repair', 'replace what the lock contradicts in the store, job by job, even when others differ')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/rerun.ts')).rerunCommand(context, id, flags)),
    );
}

function addInspecting(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('status [id]')
    .description('show how far each experiment is')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/status.ts')).statusCommand(context, id, flags)),
    );
  program
    .command('show <id>')
    .description('show a manifest as resolved, or the record behind an artifact, job key, label or object')
    .addOption(manifestOption())
    .addOption(profileOption())
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/show.ts')).showCommand(context, id, flags)),
    );
  program
    .command('trace <id> <row> <column>')
    .description(
      'follow a cell of a report to its jobs: values, selections, trials, architectures, curves, digests',
    )
    .option('--report <name>', 'the report, where several have such a cell')
    .addOption(profileOption())
    .addOption(setOption())
    .addOption(jsonOption())
    .action(async (id, row, column, flags) =>
      finish(await (await import('./commands/trace.ts')).traceCommand(context, id, row, column, flags)),
    );
  program
    .command('cat <what> [file]')
    .description('print a stored file, verified: an object by its digest, or an output of a job')
    .addOption(manifestOption())
    .addOption(profileOption())
    .action(async (what, file, flags) =>
      finish(await (await import('./commands/cat.ts')).catCommand(context, what, file, flags)),
    );
  program
    .command('explain <job>')
    .description('show in which fields a job differs from the nearest record')
    .option('--manifest <id>', 'look in this manifest only')
    .option('--code', 'list the sources, packages and flags that its key covers')
    .addOption(profileOption())
    .addOption(setOption())
    .action(async (job, flags) =>
      finish(await (await import('./commands/explain.ts')).explainCommand(context, job, flags)),
    );
  program
    .command('doctor')
    .description('check this machine: devices, engines, data, build')
    .addOption(jsonOption())
    .action(async (flags) =>
      finish(await (await import('./commands/doctor.ts')).doctorCommand(context, flags)),
    );
}

function addHousekeeping(program: Command, context: CliContext, finish: Finish): void {
  const data = program.command('data').description('add and list data sets');
  data
    .command('add <name>')
    .description('verify the files of a data set and copy them into the data folder')
    .requiredOption('--from <path>', 'folder or archive that holds the files')
    .action(async (name, flags) =>
      finish(await (await import('./commands/data.ts')).dataAddCommand(context, name, flags)),
    );
  data
    .command('list')
    .description('list the data sets and which are there')
    .addOption(jsonOption())
    .action(async (flags) =>
      finish(await (await import('./commands/data.ts')).dataListCommand(context, flags)),
    );
  program
    .command('fsck')
    .description('read and verify everything in the store')
    .option('--lock <id>', 'also hold the store against the lock of this manifest')
    .action(async (flags) => finish(await (await import('./commands/fsck.ts')).fsckCommand(context, flags)));
  program
    .command('gc')
    .description('remove what nothing refers to')
    .option('--dry-run', 'only say what would be removed')
    .option('--unreferenced', 'list also the results that no lock, latest run or manifest names')
    .option('--remove', 'with --unreferenced: remove them')
    .option('--forget <job>', 'instead move the record of a job (label, key or artifact) to quarantine')
    .option('--break-lock <name>', 'instead free a lock whose holder, on another machine, is gone')
    .action(async (flags) => finish(await (await import('./commands/gc.ts')).gcCommand(context, flags)));
}

function addArchitectures(program: Command, context: CliContext, finish: Finish): void {
  const arch = program
    .command('arch <architecture>')
    .description(
      'show size, identity and picture of an architecture: a JSON file, a published name, or what a job found',
    )
    .option('--space <name>', `${spaces.spaces.join(', ')} (default: that of the job)`)
    .addOption(manifestOption())
    .addOption(profileOption())
    .addOption(storeOption());
  for (const { flags, description } of spaces.arch) arch.option(flags, description);
  arch
    .option('--svg <file>', 'draw the cells')
    .addOption(jsonOption())
    .action(async (architecture, flags) =>
      finish(await (await import('./commands/arch.ts')).archCommand(context, architecture, flags)),
    );
  const space = program.command('space [name]').description('show how many architectures a search space has');
  for (const { flags, description } of spaces.space) space.option(flags, description);
  space
    .addOption(jsonOption())
    .action(async (name, flags) =>
      finish(await (await import('./commands/space.ts')).spaceCommand(context, name, flags)),
    );
}

function addBenchmarks(program: Command, context: CliContext, finish: Finish): void {
  const bench = program.command('bench').description('look up, describe and convert recorded results');
  bench
    .command('query <table> <cell>')
    .description('show what is recorded about a cell: a JSON file with `matrix` and `ops`, or a hash')
    .option('--epochs <count>', 'only trainings of this length')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (table, cell, flags) =>
      finish(await (await import('./commands/bench.ts')).benchQueryCommand(context, table, cell, flags)),
    );
  bench
    .command('info <table>')
    .description('show what a table of recorded results holds')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (table, flags) =>
      finish(await (await import('./commands/bench.ts')).benchInfoCommand(context, table, flags)),
    );
  bench
    .command('convert <file> <out>')
    .description('read published results (tfrecord, json or csv) into a table that loads at once')
    .addOption(jsonOption())
    .action(async (file, out, flags) =>
      finish(await (await import('./commands/bench.ts')).benchConvertCommand(context, file, out, flags)),
    );
}

function lockMode(flags: { lock: boolean; updateLock?: boolean }): LockMode {
  if (!flags.lock) return 'off';
  return flags.updateLock === true ? 'update' : 'write';
}

const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

const jsonOption = (): Option => new Option('--json', 'print JSON for machines');
const profileOption = (): Option =>
  new Option('-p, --profile <name>', 'profile of the manifest, such as nano or paper');
const manifestOption = (): Option =>
  new Option('--manifest <id>', 'the job of this manifest, where several have its label');
const storeOption = (): Option =>
  new Option(
    '--store <folder>',
    'where results are kept (default: REPRISE_STORE, your settings, or artifacts)',
  );
const dataOption = (): Option =>
  new Option(
    '--data <folder>',
    'where data sets are kept (default: REPRISE_DATA, your settings, or artifacts/data)',
  );
const jobsOption = (): Option =>
  new Option('-j, --jobs <count>', 'number of workers (default: one for each CPU core)').argParser(
    positiveInteger,
  );
const onlyOption = (): Option =>
  new Option(
    '--only <name>',
    'only the jobs of a method, stage or seed set, and what they need; may be repeated',
  )
    .argParser((value: string, previous: string[]) => [...previous, value])
    .default([], 'all');
const setOption = (): Option =>
  new Option('--set <path=value>', 'override a setting; may be repeated')
    .argParser((value: string, previous: string[]) => [...previous, value])
    .default([], 'none');

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new InvalidArgumentError(`Expected an integer in [1, 9999], got \`${text}\`.`);
  return Number(text);
}
