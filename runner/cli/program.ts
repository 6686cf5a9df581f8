/**
 * The command line: names, arguments and help of every command. What they do is in `commands/`, and each is loaded when
 * it is asked for, so that a quick command starts quickly.
 */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { usualMargin } from '../audit/usual-margin.ts';
import { executorNames } from '../executors/executor-names.ts';
import type { LockMode } from '../study/settle-lock.ts';
import type { ExitCode } from '../util/exit-code.ts';
import { shells } from './completion/scripts.ts';
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
  addWatching(program, context, finish);
  addPage(program, context, finish);
  addReport(program, context, finish);
  addInspecting(program, context, finish);
  addAudit(program, context, finish);
  addDiff(program, context, finish);
  addHousekeeping(program, context, finish);
  addArchives(program, context, finish);
  for (const command of program.commands.flatMap(allCommands)) {
    if (command.commands.length === 0) command.addOption(storeOption()).addOption(dataOption());
  }
  // These work anywhere, without a project.
  addInit(program, context, finish);
  addSlurmTask(program, context, finish);
  addCompletion(program, context, finish);
  addArchitectures(program, context, finish);
  addBenchmarks(program, context, finish);
  addVerify(program, context, finish);
  for (const command of allCommands(program)) command.configureHelp({ sortOptions: true });
  return program;
}

function addInit(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('init')
    .description('make a project of this folder, in any git repository')
    .action(async () => finish(await (await import('./commands/init.ts')).initCommand(context)));
}

/** What a task of a job array runs; nobody types it. */
function addSlurmTask(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('slurm-task <wave>', { hidden: true })
    .description('run one job of a wave that a runner handed to Slurm')
    .action(async (wave) =>
      finish(await (await import('./commands/slurm-task.ts')).slurmTaskCommand(context, wave)),
    );
}

function addCompletion(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('completion')
    .description('print what a shell reads to complete command lines')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action(async (shell) =>
      finish((await import('./commands/completion.ts')).completionCommand(context, shell)),
    );
  program
    .command('complete [words...]', { hidden: true })
    .action(async (words) =>
      finish((await import('./commands/completion.ts')).completeCommand(context, program, words)),
    );
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
    .addOption(executorOption())
    .addOption(executorsFileOption())
    .option('--allow-dirty', 'run with uncommitted changes; marks every result `dirty`')
    .addOption(new Option('--fail-fast', 'end the run at the first job that fails').conflicts('keepGoing'))
    .option('--keep-going', 'compute whatever does not need a failed job (default)')
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
    .addOption(executorOption())
    .option('--fresh', 'forget what an earlier rerun of this lock has computed')
    .option('--repair', 'replace what the lock contradicts in the store, job by job, even when others differ')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/rerun.ts')).rerunCommand(context, id, flags)),
    );
}

function addWatching(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('status [id]')
    .description('show how far each experiment is, and which runs go on')
    .option('--runs', 'show the runs: those that go on, and the latest others')
    .option('--live', 'with a terminal: show the runs again each second while one goes on')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/status.ts')).statusCommand(context, id, flags)),
    );
  program
    .command('watch <id>')
    .description('watch a run of another terminal: by its id, or the latest of a manifest')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/watch.ts')).watchCommand(context, id, flags)),
    );
  program
    .command('logs <job>')
    .description('print what a job printed in its latest run')
    .option('-f, --follow', 'go on until the job ends')
    .action(async (job, flags) =>
      finish(await (await import('./commands/logs.ts')).logsCommand(context, job, flags)),
    );
}

function addPage(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('serve')
    .description('open a page of every experiment, run and number, on this machine alone')
    .addOption(new Option('--port <number>', 'port of 127.0.0.1').default(0, 'any').argParser(port))
    .action(async (flags) =>
      finish(await (await import('./commands/serve.ts')).serveCommand(context, flags)),
    );
}

function addReport(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('report <id>')
    .description(
      'print the reports of what the store has, or write them as one page with all that they rest on',
    )
    .addOption(profileOption())
    .option('--html', 'write a page that needs no network')
    .option('-o, --output <file>', 'file of the page (default: <id>.<profile>.html)')
    .action(async (id, flags) =>
      finish(await (await import('./commands/report.ts')).reportCommand(context, id, flags)),
    );
}

function addInspecting(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('show <id>')
    .description('show a manifest as resolved, or the record behind an artifact, job key, label or object')
    .addOption(manifestOption())
    .addOption(profileOption())
    .option('--sources', 'of a manifest: each setting with the paper or the code that it is from')
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

function addAudit(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('audit [id]')
    .description('say whether the numbers hold: evidence, history, seeds, protocol, seed sets, checklists')
    .addOption(profileOption())
    .option('--all', 'every locked table, one line each; with --json, a badge')
    .addOption(
      new Option('--margin <percent>', 'seed sets agree when they differ by less of the mean')
        .default(usualMargin)
        .argParser(percent),
    )
    .addOption(
      new Option('--sample <percent>', 'compute this part of the jobs of each kind again').argParser(percent),
    )
    .option('--sample-seed <name>', 'which sample: the same name chooses the same jobs', 'first')
    .addOption(jobsOption())
    .option('--html <file>', 'write the audit as a page')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/audit.ts')).auditCommand(context, id, flags)),
    );
}

function addDiff(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('diff <a> <b>')
    .description('show where two runs, commits, locks or archives differ, from the manifest to the metric')
    .addOption(profileOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nEach side is the id of a manifest (as it stands now), <id>@<commit> (its lock there), a *.lock.json, an archive,\n' +
        'or a run of `reprise status --runs`.\n\nExit codes: 0 no difference, 1 differences, 2 a side cannot be read\n',
    )
    .action(async (a, b, flags) =>
      finish(await (await import('./commands/diff.ts')).diffCommand(context, a, b, flags)),
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

function addArchives(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('export <id>')
    .description('write one file with all that a locked run rests on, described, attested and signed')
    .addOption(profileOption())
    .addOption(
      new Option('--artifacts <which>', 'outputs of jobs: small leaves out weights and checkpoints')
        .choices(['none', 'small', 'all'])
        .default('small'),
    )
    .option('-o, --output <file>', 'file to write (default: <id>.<profile>.zip)')
    .option('--key <file>', 'private key to sign with (default: the SSH key that git signs commits with)')
    .option('--no-key', 'leave it unsigned')
    .option('--rerun', 'attest how the last rerun of the lock came out')
    .addOption(jsonOption())
    .action(async (id, flags) =>
      finish(await (await import('./commands/export.ts')).exportCommand(context, id, flags)),
    );
  program
    .command('import <archive>')
    .description('put the results of a verified archive into the store')
    .addOption(signerOption())
    .option('--no-key', 'take it whoever signed it')
    .addOption(jsonOption())
    .action(async (file, flags) =>
      finish(await (await import('./commands/import.ts')).importCommand(context, file, flags)),
    );
}

function addVerify(program: Command, context: CliContext, finish: Finish): void {
  program
    .command('verify <archive>')
    .description('check an archive: every bit, every digest, its signature, and that all of it agrees')
    .addOption(signerOption())
    .option('--no-key', 'check the content, whoever signed it')
    .addOption(jsonOption())
    .action(async (file, flags) =>
      finish(await (await import('./commands/verify.ts')).verifyCommand(context, file, flags)),
    );
}

function addArchitectures(program: Command, context: CliContext, finish: Finish): void {
  const arch = program
    .command('arch <architecture>')
    .description(
      'show size, identity and picture of an architecture: a JSON file, a published name, or what a job found',
    )
    .option(
      '--space <name>',
      `${spaces.spaces.join(', ')}, or the manifest that declares one (default: that of the job)`,
    )
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
  const space = program
    .command('space [name]')
    .description('show how many architectures a search space has: one by its name, or that of a manifest');
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
const signerOption = (): Option =>
  new Option(
    '--key <file>',
    'public keys of whoever may have signed it: PEM, SSH, or a list of allowed signers',
  );
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
const executorOption = (): Option =>
  new Option('--executor <name>', 'where jobs run').choices(executorNames).default('local');
const executorsFileOption = (): Option =>
  new Option('--executors-file <file>', 'settings of executors (default: executors.yaml)').hideHelp();
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

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('expected the number of a port, at most 65535');
}

function percent(text: string): number {
  const value = Number(text.replace('%', ''));
  if (/^\d+(?:\.\d+)?%?$/.test(text) && value > 0 && value <= 100) return value;
  throw new InvalidArgumentError('expected a number of percent above 0, at most 100');
}
