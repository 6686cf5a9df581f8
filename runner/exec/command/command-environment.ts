/**
 * The environment variables of a program of the user's own: what a process needs to start, what the device needs, and what
 * the task declares. Nothing else of the caller's is handed on. docs/your-own-trainer.md lists them.
 */
import type { Device } from '../device.ts';

/** Handed on as they are. */
const names = ['PATH', 'HOME', 'USER', 'LOGNAME'];

/** The same for everybody, so that no machine's habits change a result. */
const fixed = {
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
};

export function commandEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  {
    variables,
    device,
    job,
    temporary,
  }: {
    readonly variables: Readonly<Record<string, string>>;
    readonly device: Device;
    /** Absolute paths of job.json and of a private folder for temporary files. */
    readonly job: string;
    readonly temporary: string;
  },
): Record<string, string> {
  const passed = names.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]));
  return {
    ...Object.fromEntries(passed),
    ...fixed,
    ...device.env,
    ...variables,
    TMPDIR: temporary,
    REPRISE_JOB: job,
  };
}
