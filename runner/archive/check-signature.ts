/** Who signed an archive, as far as it can be told. */
import { type KeyObject, verify as verifyEd25519 } from 'node:crypto';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { readEnvelope, signedBytes } from './envelope.ts';
import { type Finding, wrong } from './finding.ts';
import { type Attestation, attestationFiles, signerFile } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';
import { type KeyProblem, keyId, keyProblem, publicKey, readKeyFile } from './signing-key.ts';
import {
  isSshSignatureOf,
  type SshAnswer,
  sshKeyIn,
  sshSignatureBytes,
  sshSignerAmong,
} from './ssh-signature.ts';

/** Whose signature is expected. */
export type ExpectedSigner =
  | { readonly kind: 'ed25519'; readonly key: KeyObject; readonly file: string }
  | { readonly kind: 'ssh'; readonly signers: string; readonly file: string };

export type SignatureVerdict =
  | { readonly state: 'unsigned' }
  /** It fits the key that the archive names; whose that is, nobody said. */
  | { readonly state: 'unknown'; readonly keyid: string; readonly why: string }
  | { readonly state: 'good'; readonly keyid: string; readonly who: string }
  | { readonly state: 'bad'; readonly findings: readonly Finding[] };

/** @param file a public key in PEM or of SSH, or a list of allowed signers. */
export function expectedSigner(file: string): Result<ExpectedSigner, KeyProblem> {
  const text = readKeyFile(file);
  if (!text.ok) return text;
  const key = publicKey(text.value);
  if (key?.asymmetricKeyType === 'ed25519') return ok({ kind: 'ed25519', key, file });
  const lines = text.value.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line));
  const isKey = /^(?:ssh-|ecdsa-|sk-)\S+ /;
  if (lines.length > 0 && lines.every((line) => /(?:^|\s)(?:ssh-|ecdsa-|sk-)\S+ AAAA\S+/.test(line))) {
    const signers = lines.map((line) => (isKey.test(line) ? `${commentOf(line)} ${line}` : line));
    return ok({ kind: 'ssh', signers: `${signers.join('\n')}\n`, file });
  }
  const help =
    'name a public key (`id_ed25519.pub`, `openssl pkey -pubout`), or a list of allowed signers as ssh-keygen(1) describes it';
  return fail(keyProblem(`expected public keys in ${file}, found none`, help));
}

/** A principal may hold no blank. */
const commentOf = (line: string): string => line.split(' ')[2]?.replace(/[^\w.@+-]/g, '_') || 'signer';

export async function checkSignature(
  archive: OpenArchive,
  name: Attestation,
  expected: ExpectedSigner | undefined,
): Promise<SignatureVerdict> {
  const paths = attestationFiles(name);
  const parts = [paths.envelope, paths.signed, paths.signature];
  if (!parts.some((path) => archive.has(path))) return { state: 'unsigned' };
  const statement = archive.text(paths.statement) ?? '';
  const message = signedBytes(statement);
  const detached = archive.read(paths.signature) ?? Buffer.alloc(0);
  const armored = sshSignatureBytes(detached.toString('latin1'));
  const findings = partsThatDiffer(archive, name, message, armored ?? detached);
  if (findings.length > 0) return { state: 'bad', findings };
  return armored === undefined
    ? ed25519Verdict(archive, paths.signature, { message, signature: detached }, expected)
    : sshVerdict(
        archive,
        paths.signature,
        { message, signature: detached.toString('latin1'), bytes: armored },
        expected,
      );
}

/** Envelope, signed bytes and signature repeat what the statement has. */
function partsThatDiffer(
  archive: OpenArchive,
  name: Attestation,
  message: Buffer,
  signature: Buffer,
): readonly Finding[] {
  const paths = attestationFiles(name);
  const envelope = readEnvelope(archive.text(paths.envelope) ?? '');
  const isSame =
    envelope.ok &&
    Buffer.from(envelope.value.payload, 'base64').equals(archive.read(paths.statement) ?? Buffer.alloc(0)) &&
    Buffer.from(envelope.value.signatures[0]?.sig ?? '', 'base64').equals(signature);
  const isSigned = archive.read(paths.signed)?.equals(message) === true;
  return [
    ...(isSame
      ? []
      : [
          wrong(
            paths.envelope,
            `expected the statement of ${paths.statement} with its signature, found something else`,
          ),
        ]),
    ...(isSigned
      ? []
      : [
          wrong(
            paths.signed,
            `expected the bytes of ${paths.statement} as an envelope signs them, found others`,
          ),
        ]),
  ];
}

function ed25519Verdict(
  archive: OpenArchive,
  path: string,
  { message, signature }: { readonly message: Buffer; readonly signature: Buffer },
  expected: ExpectedSigner | undefined,
): SignatureVerdict {
  const key = publicKey(archive.text(signerFile) ?? '');
  if (key?.asymmetricKeyType !== 'ed25519')
    return bad(signerFile, 'expected the public key of the signer, found none');
  const keyid = keyId(key);
  if (expected !== undefined && (expected.kind !== 'ed25519' || keyId(expected.key) !== keyid)) {
    return bad(path, `expected a signature by a key in ${expected.file}, found one by another: ${keyid}`);
  }
  if (!verifyEd25519(null, message, key, signature))
    return bad(path, 'is no signature of the statement by its key');
  return expected === undefined ? unknown(keyid) : { state: 'good', keyid, who: expected.file };
}

async function sshVerdict(
  archive: OpenArchive,
  path: string,
  {
    message,
    signature,
    bytes,
  }: { readonly message: Buffer; readonly signature: string; readonly bytes: Buffer },
  expected: ExpectedSigner | undefined,
): Promise<SignatureVerdict> {
  const key = sshKeyIn(bytes);
  if (key === undefined || archive.text(signerFile) !== `${key.text}\n`) {
    return bad(signerFile, 'expected the public key of the signer, found another');
  }
  const keyid = key.fingerprint;
  const fits = await isSshSignatureOf(signature, message);
  if (fits.words === null)
    return unknown(keyid, 'ssh-keygen, which checks signatures of SSH, is not installed');
  if (!fits.ok) return bad(path, `is no signature of the statement: ${fits.words || fits.out.trim()}`);
  if (expected === undefined) return unknown(keyid);
  const signer: SshAnswer =
    expected.kind === 'ssh'
      ? await sshSignerAmong(expected.signers, signature, message)
      : { ok: false, out: '', words: '' };
  if (signer.ok) return { state: 'good', keyid, who: `${signer.out} of ${expected.file}` };
  return bad(path, `expected a signature by a key in ${expected.file}, found one by another: ${keyid}`);
}

const bad = (path: string, text: string): SignatureVerdict => ({
  state: 'bad',
  findings: [wrong(path, text)],
});

const unknown = (keyid: string, why = 'no key was named that it should be of'): SignatureVerdict => ({
  state: 'unknown',
  keyid,
  why,
});
