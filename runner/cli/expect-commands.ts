/** Sees to it that a word that is no command is refused, and not answered with the help of something else. */
import type { Command } from 'commander';

const helpFlags: ReadonlySet<string> = new Set(['-h', '--help']);

/**
 * `--help` behind a command that does not exist would be answered with the help of the program and exit code 0; without
 * it, the command is refused. `help <command>` is `<command> --help`.
 * @param words of the command line. @returns the words to parse.
 */
export function expectCommands(program: Command, words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  const asked = first === 'help' && rest.length > 0 ? [...rest, '--help'] : words;
  return namesCommand(program, asked) ? asked : asked.filter((word) => !helpFlags.has(word));
}

/** Whether the first words lead to a command, or stop at one that has more below it. */
function namesCommand(program: Command, words: readonly string[]): boolean {
  const [word] = words;
  if (program.commands.length === 0 || word === undefined || word.startsWith('-')) return true;
  const command = program.commands.find((one) => one.name() === word || one.aliases().includes(word));
  if (command !== undefined) return namesCommand(command, words.slice(1));
  return word === 'help';
}
