/** Whether the files that others read have their format. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, contractProblemText } from '../../schemas/contract.ts';
import { jobMetricsFormat } from '../../schemas/metrics.ts';
import { selectionFormat } from '../../schemas/selection.ts';
import { trajectoryLineFormat } from '../../schemas/trajectory.ts';
import { trialLineFormat, trialsFile } from '../../schemas/trial.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';

/** More than that no report reads. */
const maxBytes = 512 * 1024 * 1024;

/** What is wrong with the first file that does not have its format, as a clause. */
export function malformedOutput(folder: string): string | undefined {
  return (
    malformedFile(folder, 'metrics.json', (text) => problemOf(jobMetricsFormat, text)) ??
    malformedFile(folder, 'selection.json', (text) => problemOf(selectionFormat, text)) ??
    malformedFile(folder, 'trajectory.jsonl', badLine('trajectory.jsonl', trajectoryLineFormat)) ??
    malformedFile(folder, trialsFile, badLine(trialsFile, trialLineFormat))
  );
}

function malformedFile(
  folder: string,
  name: string,
  check: (text: string) => string | undefined,
): string | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  const content = readOwnFile(path, maxBytes);
  if (content === undefined) return undefined;
  return isOdd(content) ? `${name} is ${content.odd}` : check(content.toString('utf8'));
}

const badLine =
  (name: string, format: Contract<unknown>) =>
  (text: string): string | undefined => {
    if (text === '') return undefined;
    if (!text.endsWith('\n')) return `${name}: expected its last line to end in a newline`;
    const lines = text.slice(0, -1).split('\n');
    for (const [i, line] of lines.entries()) {
      const problem = problemOf(format, line);
      if (problem !== undefined) return `line ${i + 1}: ${problem}`;
    }
    return undefined;
  };

function problemOf(format: Contract<unknown>, text: string): string | undefined {
  const read = format.parse(text);
  return read.ok ? undefined : read.failures.map(contractProblemText).join('; ');
}
