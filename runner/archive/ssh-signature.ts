/** Signatures by SSH keys, made and checked by ssh-keygen, which knows agents, security keys and lists of signers. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { errorCode } from '../util/system-error.ts';

/** Keeps a signature under an archive from being taken for one under anything else, such as a commit. */
export const sshNamespace = 'reprise-archive';

const armor = { begin: '-----BEGIN SSH SIGNATURE-----', end: '-----END SSH SIGNATURE-----' };

export interface SshAnswer {
  readonly ok: boolean;
  readonly out: string;
  /** What ssh-keygen said was wrong; null where there is no such program. */
  readonly words: string | null;
}

/** @param keyFile a private key, or the public one of a key that an agent holds. */
export const signWithSsh = (keyFile: string, message: Uint8Array): Promise<SshAnswer> =>
  sshKeygen(['-Y', 'sign', '-q', '-n', sshNamespace, '-f', keyFile], message);

/** Whether the signature is of this message, by whatever key. */
export const isSshSignatureOf = (signature: string, message: Uint8Array): Promise<SshAnswer> =>
  withFiles({ signature }, (path) =>
    sshKeygen(['-Y', 'check-novalidate', '-n', sshNamespace, '-s', path('signature')], message),
  );

/**
 * Whether one of the signers signed. @param signers text of a file as ssh-keygen(1) describes it under ALLOWED SIGNERS.
 * @returns in `out` the name of the signer
 */
export const sshSignerAmong = (signers: string, signature: string, message: Uint8Array): Promise<SshAnswer> =>
  withFiles({ signers, signature }, async (path) => {
    const files = ['-f', path('signers'), '-s', path('signature')];
    const found = await sshKeygen(['-Y', 'find-principals', ...files], new Uint8Array());
    const [principal] = found.out.split('\n');
    if (!found.ok || principal === undefined || principal === '') return { ...found, ok: false };
    const args = ['-Y', 'verify', '-n', sshNamespace, '-I', principal, ...files];
    return { ...(await sshKeygen(args, message)), out: principal };
  });

/** The bytes of an armored signature; undefined for any other text. */
export function sshSignatureBytes(text: string): Buffer | undefined {
  const lines = text.trim().split('\n');
  if (lines[0] !== armor.begin || lines.at(-1) !== armor.end) return undefined;
  const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64');
  return bytes.subarray(0, 6).toString('latin1') === 'SSHSIG' ? bytes : undefined;
}

export interface SshKey {
  /** `SHA256:…`, as ssh-keygen -l shows it. */
  readonly fingerprint: string;
  /** One line: type and key. */
  readonly text: string;
}

/** The key that a signature names as the one that made it (PROTOCOL.sshsig). */
export function sshKeyIn(signature: Buffer): SshKey | undefined {
  const bytes = signature.length < 14 ? 0 : signature.readUInt32BE(10);
  const key = signature.subarray(14, 14 + bytes);
  const typeBytes = key.length < 4 ? 0 : key.readUInt32BE(0);
  if (key.length !== bytes || typeBytes === 0 || typeBytes > key.length - 4) return undefined;
  const fingerprint = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  const type = key.toString('latin1', 4, 4 + typeBytes);
  return { fingerprint: `SHA256:${fingerprint}`, text: `${type} ${key.toString('base64')}` };
}

async function sshKeygen(args: readonly string[], input: Uint8Array): Promise<SshAnswer> {
  const answer = await execa('ssh-keygen', args, { input, reject: false, stripFinalNewline: false });
  if (!answer.failed) return { ok: true, out: answer.stdout, words: '' };
  const isAbsent = answer.exitCode === undefined && errorCode(answer.cause) === 'ENOENT';
  return { ok: false, out: answer.stdout ?? '', words: isAbsent ? null : (answer.stderr ?? '').trim() };
}

async function withFiles<T>(
  contents: Readonly<Record<string, string>>,
  use: (path: (name: string) => string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-signature-'));
  try {
    for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content);
    return await use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
