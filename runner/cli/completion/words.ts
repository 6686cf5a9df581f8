/** What may stand where a command line is being written: commands, flags, and names of the project. */
import type { Argument, Command, Option } from 'commander';

/** Names that are looked up only when they are asked for. */
export interface CompletionNames {
  readonly manifests: () => readonly string[];
  readonly jobs: () => readonly string[];
  readonly runs: () => readonly string[];
  readonly profiles: () => readonly string[];
}

/**
 * @param words those behind the program's name, the last one unfinished and perhaps empty
 * @returns those that begin with it, sorted as they are declared. None where a file may stand: shells know files.
 */
export function completions(
  program: Command,
  words: readonly string[],
  names: CompletionNames,
): readonly string[] {
  const last = words.at(-1) ?? '';
  const { command, positionals, option } = readWords(program, words.slice(0, -1));
  return candidates(command, positionals, option, last, names).filter((word) => word.startsWith(last));
}

interface Place {
  readonly command: Command;
  /** Arguments that stand there already. */
  readonly positionals: number;
  /** Whose value is being written. */
  readonly option: Option | undefined;
}

function readWords(program: Command, words: readonly string[]): Place {
  let command = program;
  let positionals = 0;
  let option: Option | undefined;
  for (const word of words) {
    if (option !== undefined) option = undefined;
    else if (word.startsWith('-')) {
      const found = command.options.find(({ long, short }) => word === long || word === short);
      option = found?.required === true || found?.optional === true ? found : undefined;
    } else {
      const below = command.commands.find((one) => one.name() === word);
      if (below === undefined) positionals++;
      else command = below;
    }
  }
  return { command, positionals, option };
}

function candidates(
  command: Command,
  positionals: number,
  option: Option | undefined,
  last: string,
  names: CompletionNames,
): readonly string[] {
  if (option !== undefined) return valuesOf(option, names);
  if (last.startsWith('-')) return flagsOf(command);
  if (command.commands.length > 0 && positionals === 0) return visibleCommands(command);
  const args = command.registeredArguments;
  const argument = args[positionals] ?? (args.at(-1)?.variadic === true ? args.at(-1) : undefined);
  return argument === undefined ? [] : argumentNames(command, argument, names);
}

const visibleCommands = (command: Command): string[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((one) => one.name())
    .filter((name) => name !== 'help');

const flagsOf = (command: Command): string[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => long ?? []);

function valuesOf(option: Option, names: CompletionNames): readonly string[] {
  if (option.long === '--profile') return names.profiles();
  return option.long === '--manifest' || option.long === '--lock' ? names.manifests() : [];
}

function argumentNames(command: Command, argument: Argument, names: CompletionNames): readonly string[] {
  switch (`${command.name()} ${argument.name()}`) {
    case 'new id':
      return [];
    case 'show id':
      return [...names.manifests(), ...names.jobs()];
    case 'diff a':
    case 'diff b':
    case 'watch id':
      return [...names.manifests(), ...names.runs()];
    case 'completion shell':
      return argument.argChoices ?? [];
    default:
  }
  if (['id', 'ids'].includes(argument.name())) return names.manifests();
  return ['job', 'what', 'architecture'].includes(argument.name()) ? names.jobs() : [];
}
