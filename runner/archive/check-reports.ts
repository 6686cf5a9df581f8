/** Reports against the lock, and where their numbers come from against the records. */
import { type Finding, wrong } from './finding.ts';
import { reportPath } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';
import { isOfReports } from './report-files.ts';
import type { RunContent } from './run-content.ts';

export function checkReports(archive: OpenArchive, content: RunContent): readonly Finding[] {
  const { locked } = content;
  const isOfLock = isOfReports(locked);
  const files = archive.paths.flatMap((path) =>
    path.startsWith(reportPath('')) ? [path.slice(reportPath('').length)] : [],
  );
  return [
    ...Object.entries(locked.reports).flatMap(([file, digest]) => {
      const found = archive.digestOf(reportPath(file));
      return found === digest
        ? []
        : [
            wrong(
              reportPath(file),
              `expected the report that the lock names, found ${found === undefined ? 'none' : 'another'}`,
            ),
          ];
    }),
    ...files
      .filter((file) => !isOfLock(file))
      .map((file) => wrong(reportPath(file), 'is of no report that the lock names')),
    ...files
      .filter((file) => file.endsWith('.provenance.json'))
      .flatMap((file) => checkProvenance(archive, content, reportPath(file))),
  ];
}

/** Every job that a number is said to come from has a record with that artifact id. */
function checkProvenance(archive: OpenArchive, { records }: RunContent, path: string): readonly Finding[] {
  const ids = new Map<string, string>(records.map(({ key, artifactId }) => [key, artifactId]));
  const strangers = sourcesIn(archive.text(path) ?? '').filter(
    ({ jobKey, artifactId }) => ids.get(jobKey) !== artifactId,
  );
  const [first] = strangers;
  return first === undefined
    ? []
    : [
        wrong(
          path,
          `expected numbers of the records in the archive, found ${strangers.length} of others, first of job ${first.jobKey}`,
        ),
      ];
}

interface NumberSource {
  readonly jobKey: string;
  readonly artifactId: string;
}

/** Each object of the text, at whatever depth, that names a job and its artifact. */
function sourcesIn(text: string): readonly NumberSource[] {
  const found: NumberSource[] = [];
  try {
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('jobKey' in value) || !('artifactId' in value))
        return value;
      found.push({ jobKey: String(value.jobKey), artifactId: String(value.artifactId) });
      return value;
    });
  } catch (error) {
    if (error instanceof SyntaxError) return [{ jobKey: `(${error.message})`, artifactId: '' }];
    throw error;
  }
  return found;
}
