/** What a stranger who unpacks an archive reads first. */
import type { RunContent } from './run-content.ts';
import { sshNamespace } from './ssh-signature.ts';

export const readmeFile = 'README.md';

export function readmeText({ id, profile, locked, manifest, records }: RunContent): string {
  return `# ${manifest.title}

The results of the Reprise manifest \`${id}\`, profile \`${profile}\`, as its lock of commit \`${locked.commit}\` has them.

| path | holds |
| --- | --- |
| \`sources/\` | the manifest as it was written, with the packages, of that commit |
| \`manifest.json\` | the manifest with its profile applied and all defaults filled in |
| \`lock.json\` | the digest of every job and report |
| \`records/\` | ${records.length} finished jobs: what went in, what came out, where and when |
| \`objects/\` | outputs of jobs, each named by the SHA-256 of its bytes |
| \`reports/\` | tables and figures |
| \`ro-crate-metadata.json\` | all of this as a Provenance Run Crate |
| \`attestations/run.json\` | an in-toto statement (SLSA provenance) that names the SHA-256 of every file |

\`reprise verify <archive>\` checks all of it. Where \`attestations/run.pae.sig\` is there, the archive is signed, and other tools
can tell by whom, with a public key that you have from elsewhere. A signature of SSH:

\`\`\`sh
ssh-keygen -Y verify -f allowed_signers -I <signer> -n ${sshNamespace} -s attestations/run.pae.sig < attestations/run.pae
\`\`\`

Of a key of the kind ed25519:

\`\`\`sh
openssl pkeyutl -verify -pubin -inkey key.pub.pem -rawin -in attestations/run.pae -sigfile attestations/run.pae.sig
\`\`\`

\`run.pae\` is \`run.json\` behind a line that names its type and length (DSSE); \`run.json\` then vouches for the rest.
`;
}
