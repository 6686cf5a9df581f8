/** An audit for a terminal: one finding a line, what shows it and what to do below. */
import { visibleLines } from '../util/visible-text.ts';
import { countVerdicts } from './audit.ts';
import type { Finding } from './finding.ts';

const widest = Math.max(...['met', 'not met', 'cannot be told'].map(({ length }) => length));

/** @param call the experiment, as a command line names it */
export function auditText(call: string, commit: string, findings: readonly Finding[]): string {
  const lines = findings.map((finding) => findingText(finding, call));
  return visibleLines(
    `audit of ${call} at commit ${commit.slice(0, 12)}\n\n${lines.join('')}\n${countText(findings)}\n`,
  );
}

function findingText({ check, verdict, subject, evidence, advice }: Finding, call: string): string {
  const [first = '', ...rest] = evidence;
  const about = subject === call ? '' : `${subject}: `;
  const indent = ' '.repeat(widest + 2);
  const more = rest.map((line) => `${indent}  ${line}\n`).join('');
  const help = advice === null || verdict === 'met' ? '' : `${indent}  do: ${advice}\n`;
  return `${verdict.padEnd(widest)}  ${check}: ${about}${first}\n${more}${help}`;
}

export function countText(findings: readonly Finding[]): string {
  const counts = countVerdicts(findings);
  return `${counts.met} met, ${counts['not met']} not met, ${counts['cannot be told']} cannot be told`;
}
