/** Asks the worker what each engine can do here. A process of its own: a driver may hang or crash. */
import { execa } from 'execa';
import { type EngineName, engines } from '../../schemas/engine.ts';
import type { EngineReport } from '../../schemas/engine-report.ts';

const limitMs = 20_000;

/** @param workerFile undefined when the worker is not built */
export async function askEngines(workerFile: string | undefined): Promise<readonly EngineReport[]> {
  if (workerFile === undefined) {
    return readReports('', { why: 'the worker is not built', hint: '`npm run build`' });
  }
  const answer = await execa(process.execPath, [workerFile, '--engines'], {
    reject: false,
    timeout: limitMs,
    killSignal: 'SIGKILL',
    stdin: 'ignore',
  });
  const why = answer.timedOut
    ? `the check took more than ${limitMs / 1000} seconds`
    : 'the check ended without an answer';
  return readReports(answer.stdout ?? '', { why, hint: 'see what `node dist/worker.js --engines` prints' });
}

/** One report for each engine, in the order of the catalogue; `otherwise` where the output holds none. */
export function readReports(
  output: string,
  otherwise: { readonly why: string; readonly hint: string },
): EngineReport[] {
  const found = output.split('\n').flatMap((line) => {
    // Drivers print to the same stream.
    if (!line.startsWith('{"engine":')) return [];
    try {
      return [JSON.parse(line) as EngineReport];
    } catch {
      return [];
    }
  });
  return (Object.keys(engines) as EngineName[]).map(
    (engine) =>
      found.find((report) => report.engine === engine) ?? { engine, available: false, ...otherwise },
  );
}
