/** Signs a statement: the envelope, and what tools need that know no envelope. */
import { sign as signEd25519 } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type ArchivedFile, archivedBytes } from './content.ts';
import { envelopeText, signedBytes } from './envelope.ts';
import { type Attestation, attestationFiles, signerFile } from './layout.ts';
import { type KeyProblem, keyId, keyProblem, publicPart, type SigningKey } from './signing-key.ts';
import { type SshAnswer, signWithSsh, sshKeyIn, sshSignatureBytes } from './ssh-signature.ts';

/** A signature, and the key that it was made with. */
interface Signature {
  readonly keyid: string;
  readonly publicKey: string;
  /** Alone, as a tool wants it in a file. */
  readonly detached: string | Uint8Array;
  readonly bytes: Uint8Array;
}

/** The files of signed statements, `signer.pub` among them. */
export async function signStatements(
  key: SigningKey,
  statements: Readonly<Partial<Record<Attestation, string>>>,
): Promise<Result<{ readonly files: readonly ArchivedFile[]; readonly keyid: string }, KeyProblem>> {
  const files = new Map<string, ArchivedFile>();
  const add = (path: string, content: string | Uint8Array) => files.set(path, archivedBytes(path, content));
  let keyid = '';
  for (const [name, text] of Object.entries(statements)) {
    const paths = attestationFiles(name as Attestation);
    const message = signedBytes(text);
    const signature = await signatureOf(key, message);
    if (!signature.ok) return signature;
    keyid = signature.value.keyid;
    add(paths.envelope, envelopeText(text, keyid, signature.value.bytes));
    add(paths.signed, message);
    add(paths.signature, signature.value.detached);
    add(signerFile, signature.value.publicKey);
  }
  return ok({ files: [...files.values()], keyid });
}

async function signatureOf(key: SigningKey, message: Uint8Array): Promise<Result<Signature, KeyProblem>> {
  if (key.kind === 'ed25519') {
    const bytes = signEd25519(null, message, key.key);
    const publicKey = publicPart(key.key).export({ type: 'spki', format: 'pem' }).toString();
    return ok({ keyid: keyId(key.key), publicKey, detached: bytes, bytes });
  }
  const answer = await signWith(key, message);
  const bytes = answer.ok ? sshSignatureBytes(answer.out) : undefined;
  const made = bytes === undefined ? undefined : sshKeyIn(bytes);
  if (bytes === undefined || made === undefined) return fail(refusal(key.file, answer));
  return ok({ keyid: made.fingerprint, publicKey: `${made.text}\n`, detached: answer.out, bytes });
}

async function signWith(key: SigningKey & { kind: 'ssh' }, message: Uint8Array): Promise<SshAnswer> {
  if (key.literal === null) return signWithSsh(key.file, message);
  const folder = mkdtempSync(join(tmpdir(), 'reprise-key-'));
  try {
    const file = join(folder, 'key.pub');
    writeFileSync(file, `${key.literal}\n`);
    return await signWithSsh(file, message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const refusal = (file: string, { words }: SshAnswer): KeyProblem =>
  words === null
    ? keyProblem(
        'expected the program ssh-keygen to sign with, found none',
        'install OpenSSH, name an ed25519 key in PEM with --key, or pass --no-key for an archive without signature',
      )
    : keyProblem(
        `expected ssh-keygen to sign with ${file}, found: ${words === '' ? 'no signature' : words}`,
        'name another key with --key, or pass --no-key for an archive without signature',
      );
