/** Whether the reports are what the records give: built again, and held against the lock and the files of the store. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../schemas/canonical.ts';
import { type BuiltReport, buildReports } from '../../study/build-reports.ts';
import { reportSource } from '../../study/report-source.ts';
import { settingText } from '../../study/setting-text.ts';
import { unlessMissing } from '../../util/system-error.ts';
import { type Evidence, hitsOf } from '../evidence.ts';
import { type Doubt, type Finding, judge, short } from '../finding.ts';

export async function reportFindings(evidence: Evidence): Promise<Finding[]> {
  const { experiment, jobs, locked, call } = evidence;
  const check = 'integrity/reports';
  const missing = jobs.filter(({ record }) => record === undefined).length;
  if (missing > 0) {
    return judge({
      ...{ check, subject: call, held: [], wrong: [] },
      open: [
        {
          subject: call,
          evidence: [
            `${missing} of ${jobs.length} records are not there, so that no report can be built again`,
          ],
        },
      ],
      advice: `\`reprise run ${call}\``,
    });
  }
  const { manifest, graph, store } = experiment;
  const source = reportSource(graph, store, hitsOf(evidence));
  const built = await buildReports(manifest, settingText(experiment), source);
  const broken = built.filter(({ problems }) => problems.length > 0);
  return judge({
    check,
    subject: call,
    held: [
      `${built.length} reports built again from the records: every file is that of ${locked === undefined ? 'the store' : 'the lock and of the store'}`,
    ],
    wrong: [
      ...broken.map(({ name, terminal }) => ({ subject: name, evidence: [terminal.split('\n')[0] ?? ''] })),
      ...built.flatMap((report) => lockedDoubts(report, evidence)),
      ...extraDoubts(built, evidence),
      ...built.flatMap((report) => writtenDoubts(report, evidence)),
    ],
    advice: `\`reprise run ${call}\` writes them anew; do not print what was changed by hand`,
  });
}

/** Against the digests of the lock. */
const lockedDoubts = ({ reproducible }: BuiltReport, { locked }: Evidence): Doubt[] =>
  locked === undefined
    ? []
    : Object.entries(reproducible).flatMap(([file, text]) =>
        locked.reports[file] === sha256(text)
          ? []
          : [
              {
                subject: file,
                evidence: [
                  `the records give ${short(sha256(text))}, the lock says ${short(locked.reports[file] ?? 'nothing')}`,
                ],
              },
            ],
      );

const extraDoubts = (built: readonly BuiltReport[], { locked }: Evidence): Doubt[] => {
  const made = new Set(built.flatMap(({ reproducible }) => Object.keys(reproducible)));
  return Object.keys(locked?.reports ?? {})
    .filter((file) => !made.has(file))
    .map((file) => ({ subject: file, evidence: ['the lock has it, no report of the manifest makes it'] }));
};

/** Against the files that a run wrote; what nobody wrote contradicts nothing. */
function writtenDoubts({ files }: BuiltReport, { experiment: { store, name } }: Evidence): Doubt[] {
  const written = new Set(unlessMissing(() => readdirSync(join(store.root, 'reports', name))) ?? []);
  return Object.entries(files).flatMap(([file, text]) => {
    // What has a link or a folder under its name has no digest, and is not what was written.
    if (!written.has(file) || store.reportDigest(name, file) === sha256(text)) return [];
    return [{ subject: file, evidence: [`reports/${name}/${file} is not what the records give`] }];
  });
}
