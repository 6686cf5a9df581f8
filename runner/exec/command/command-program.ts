/** What a job with a program of the user's own needs besides its spec: what was declared, and where it lies. */
import type { CommandLimits, KeyedCommand } from '../../../schemas/command.ts';

export interface DeclaredFile {
  /** From the project's folder. */
  readonly path: string;
  /** Id that git gives its content, which the key names. */
  readonly blob: string;
  readonly isExecutable: boolean;
}

export interface CommandProgram {
  readonly task: KeyedCommand;
  readonly limits: CommandLimits;
  /** The project's folder, in which the declared files lie. */
  readonly root: string;
  /** Code and environment files. */
  readonly files: readonly DeclaredFile[];
  /** Name to absolute path. */
  readonly data: Readonly<Record<string, string>>;
}
