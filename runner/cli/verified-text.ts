/** What a person sees of an archive that was looked at. */
import type { SignatureVerdict } from '../archive/check-signature.ts';
import { findingText } from '../archive/finding.ts';
import { counted } from '../util/counted.ts';
import { visibleText } from '../util/visible-text.ts';
import { countedNames } from './archive-text.ts';
import type { JudgedArchive } from './verified-archive.ts';

export function verifiedText(judged: JudgedArchive): string {
  const { file, content, findings, absent, rerun, archive, verdict } = judged;
  const lines = [
    ...(content === undefined
      ? []
      : [
          `${file}: ${content.id} (${content.profile}) of commit ${content.locked.commit.slice(0, 12)}, ${Object.keys(content.locked.jobs).length} jobs, ${content.records.length} records`,
        ]),
    ...(absent.length === 0 ? [] : [`not in the archive: ${absent.length} outputs: ${countedNames(absent)}`]),
    ...(rerun === null ? [] : [rerunText(rerun)]),
    ...(archive === undefined ? [] : [`signature: ${signatureText(judged.signature)}`]),
    ...findings.map((finding) => `wrong: ${findingText(file, finding)}`),
    verdict === 'wrong' ? `${verdict}: ${counted(findings.length, 'finding')}` : verdict,
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

/** What to do next; empty where all is good. */
export function verdictHelp({ verdict, signature, archive }: JudgedArchive): string {
  if (verdict === 'cannot be told') {
    return '  help: --key <file> names the public keys that may have signed it; --no-key asks for the content alone\n';
  }
  if (verdict === 'good') return '';
  if (archive === undefined) {
    return '  help: get the file again from where it was published; what another tool has packed anew is no archive of `reprise export`\n';
  }
  return signature.state === 'good'
    ? '  help: the signature holds, so that the signer made it like this: ask for a new one\n'
    : '  help: do not go on from it; get it again from where it was published\n';
}

export const verifiedJson = (judged: JudgedArchive) => ({
  type: 'verification',
  file: judged.file,
  verdict: judged.verdict,
  id: judged.content?.id ?? null,
  profile: judged.content?.profile ?? null,
  commit: judged.content?.locked.commit ?? null,
  signature: judged.signature,
  rerun: judged.rerun?.predicate ?? null,
  absent: judged.absent,
  findings: judged.findings,
});

function signatureText(signature: SignatureVerdict): string {
  switch (signature.state) {
    case 'unsigned':
      return 'unsigned: nobody vouches for it';
    case 'unknown':
      return `cannot be told: made with ${signature.keyid}, and ${signature.why}`;
    case 'good':
      return `good, by ${signature.who} (${signature.keyid})`;
    case 'bad':
      return 'wrong';
    default:
      return signature satisfies never;
  }
}

function rerunText({ predicate }: NonNullable<JudgedArchive['rerun']>): string {
  const { reproduced, overall, cells } = predicate.reprise_rerun;
  return `rerun of ${predicate.timeCreated}: ${reproduced ? 'reproduced' : 'not reproduced'}, ${cells.length} cells, the worst ${overall}`;
}
