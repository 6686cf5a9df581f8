/** An archive: verified whole, but for whose signature it has, and then read like the lock in it. */
import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type Finding, findingText, wrong } from '../archive/finding.ts';
import { reportPath } from '../archive/layout.ts';
import { type OpenArchive, openArchive } from '../archive/open-archive.ts';
import type { RunContent } from '../archive/run-content.ts';
import { verifyArchive } from '../archive/verify-archive.ts';
import { errorCode } from '../util/system-error.ts';
import { type EvidenceProblem, evidenceProblem } from './evidence-problem.ts';
import { type EvidenceView, known, unknown } from './evidence-view.ts';
import type { LockRequest } from './lock-source.ts';
import { lockView } from './lock-view.ts';
import { lockedCode } from './locked-evidence.ts';

export async function archiveView(
  { project, name, profile }: LockRequest,
  cwd: string,
): Promise<Result<EvidenceView, EvidenceProblem>> {
  if (lstatSync(resolve(cwd, name), { throwIfNoEntry: false }) === undefined) return fail(noFile(name));
  const opened = open(resolve(cwd, name));
  if (!opened.ok) return fail(notGood(name, opened.failures));
  const archive = opened.value;
  try {
    const { content, findings } = await verifyArchive(archive, undefined);
    if (content === undefined || findings.length > 0) return fail(notGood(name, findings));
    if (profile !== undefined && profile !== content.profile)
      return fail(otherProfile(name, profile, content));
    const { id, locked, manifest, records } = content;
    const byKey = new Map<string, JobRecord>(records.map((record) => [record.key, record]));
    const resolved = known(manifest);
    return ok(
      lockView({
        side: { name, kind: 'archive', id, profile: content.profile, commit: locked.commit },
        ...{ locked, resolved },
        reached: async () =>
          project === undefined
            ? unknown(
                'an archive does not hold it, and there is no project around the current folder that does',
              )
            : lockedCode(project, locked, resolved),
        recordOf: (key) => byKey.get(key),
        noRecord: 'the archive has no record of it',
        texts: textsOf(archive, Object.keys(locked.reports)),
      }),
    );
  } finally {
    archive.close();
  }
}

/** Read now, since the archive is closed when they are asked for. */
function textsOf(archive: OpenArchive, files: readonly string[]): EvidenceView['reports']['texts'] {
  const texts = files.flatMap((file): [string, string][] => {
    const text = file.endsWith('.json') ? archive.text(reportPath(file)) : undefined;
    return text === undefined ? [] : [[file, text]];
  });
  return async () => new Map(texts);
}

function open(file: string): Result<OpenArchive, Finding> {
  try {
    const opened = openArchive(file);
    return opened.ok ? opened : fail(...opened.failures.map(({ entry, text }) => wrong(entry, text)));
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return fail(wrong(null, `cannot be read (${code})`));
  }
}

const noFile = (name: string): EvidenceProblem =>
  evidenceProblem(
    `expected a lock or an archive at ${name}, found no such file`,
    'an id has no slash and no such ending; `<id>@<commit>` names a lock that is committed',
  );

const shown = 3;

function notGood(name: string, findings: readonly Finding[]): EvidenceProblem {
  const lines = findings.slice(0, shown).map((finding) => `    ${findingText(name, finding)}\n`);
  const more = findings.length > shown ? `    and ${findings.length - shown} more\n` : '';
  return {
    text:
      `error: expected a whole archive of \`reprise export\`, found otherwise\n${lines.join('')}${more}` +
      '  help: `reprise verify <archive>` lists everything; a lock is named by a file that ends in .json\n',
  };
}

const otherProfile = (name: string, profile: string, content: RunContent): EvidenceProblem =>
  evidenceProblem(
    `expected profile "${profile}" in ${name}, found an archive of ${content.id} (${content.profile})`,
    'leave out --profile, or name the archive of that profile',
  );
