/** What a person sees of an archive that was written. */
import type { ExportedRun } from '../archive/export-run.ts';
import { objectPath } from '../archive/layout.ts';
import type { WrittenArchive } from '../archive/write-archive.ts';
import { visibleText } from '../util/visible-text.ts';

export function collectedText(
  { file, bytes, digest }: WrittenArchive & { readonly file: string },
  { collected, files, keyid, verdict }: ExportedRun,
) {
  const { id, profile, locked, records } = collected.content;
  const leftOut = outputsLeftOut(collected);
  const jobs = Object.keys(locked.jobs).length;
  const json = {
    ...{ file, bytes, digest, id, profile, commit: locked.commit, files: files.length },
    ...{ jobs, records: records.length, leftOut, keyid, rerun: verdict?.overall ?? null },
  };
  const lines = [
    `${visibleText(file)}: ${files.length} files, ${bytes} bytes, SHA-256 ${digest}`,
    `${id} (${profile}) of commit ${locked.commit.slice(0, 12)}: ${jobs} jobs, ${records.length} records, ${Object.keys(locked.reports).length} report files`,
    ...(leftOut.length === 0
      ? []
      : [`left out: ${leftOut.length} outputs (--artifacts all takes them in): ${countedNames(leftOut)}`]),
    ...(verdict === null ? [] : [`rerun of ${verdict.finishedAt}: ${verdict.overall}`]),
    ...(keyid === null ? [] : [`signed by ${keyid}`]),
  ];
  const notice =
    keyid === null
      ? 'unsigned: nobody vouches for it. --key <file> signs it with a key of SSH or of the kind ed25519; without, the key that git signs commits with is taken, where it is one of SSH\n'
      : '';
  return { json, text: lines.map((line) => `${line}\n`).join(''), notice };
}

interface LeftOut {
  readonly label: string;
  readonly output: string;
}

function outputsLeftOut({ content, files }: ExportedRun['collected']): readonly LeftOut[] {
  const there = new Set(files.map(({ path }) => path));
  return content.records.flatMap(({ label, outputs }) =>
    Object.entries(outputs)
      .filter(([, { digest }]) => !there.has(objectPath(digest)))
      .map(([output]) => ({ label, output })),
  );
}

/** The different names, with how many of each. */
export function countedNames(outputs: readonly Pick<LeftOut, 'output'>[]): string {
  const counts = new Map<string, number>();
  for (const { output } of outputs) counts.set(output, (counts.get(output) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}
