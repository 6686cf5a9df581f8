/** Exit codes of every command. */
export const exitCode = {
  done: 0,
  /** A job failed, a result was not reproduced, or something was found to be wrong. */
  failed: 1,
  /** The manifest or the command line is wrong. */
  usage: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
