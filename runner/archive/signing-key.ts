/** The key that an archive is signed with: named by the user, or the one that signs his commits. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { Git } from '../project/git.ts';
import { readRegularFile, unreadableText } from '../util/regular-file.ts';

export type SigningKey =
  | { readonly kind: 'ed25519'; readonly key: KeyObject }
  /** `literal`: the text of a public key whose private one an agent holds, in place of a file. */
  | { readonly kind: 'ssh'; readonly file: string; readonly literal: string | null };

export interface KeyProblem {
  readonly reason: 'key';
  /** What was found, as a sentence without its end. */
  readonly text: string;
  readonly help: string;
}

export const keyProblem = (text: string, help: string): KeyProblem => ({ reason: 'key', text, help });

const keyHelp =
  'name a private key of SSH, or one that `openssl genpkey -algorithm ed25519 -out key.pem` makes';

const mostKeyBytes = 2 ** 16;
const sshPublic = /^(?:ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/=]+/;

export function readKeyFile(file: string): Result<string, KeyProblem> {
  const read = readRegularFile(file, mostKeyBytes);
  if (read.ok) return ok(read.value.toString('utf8'));
  const found = read.failures.map(unreadableText).join('; ');
  return fail(keyProblem(`expected a key in ${file}, found ${found}`, keyHelp));
}

/** @param file as the user named it. */
export function namedKey(file: string): Result<SigningKey, KeyProblem> {
  const text = readKeyFile(file);
  if (!text.ok) return text;
  if (text.value.includes('-----BEGIN OPENSSH PRIVATE KEY-----') || sshPublic.test(text.value)) {
    return ok({ kind: 'ssh', file: resolve(file), literal: null });
  }
  if (text.value.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) {
    const help =
      '`openssl pkey -in <file> -out <other>` writes it without; a key of SSH may have a passphrase';
    return fail(keyProblem(`expected a key without passphrase in ${file}, found one with`, help));
  }
  const key = privateKey(text.value);
  if (key?.asymmetricKeyType === 'ed25519') return ok({ kind: 'ed25519', key });
  const found = key === undefined ? 'none' : `one of the kind ${key.asymmetricKeyType}`;
  return fail(
    keyProblem(`expected a private key of SSH or of the kind ed25519 in ${file}, found ${found}`, keyHelp),
  );
}

/** The SSH key with which git signs commits; undefined where it signs with none. */
export async function gitsKey(folder: string): Promise<SigningKey | undefined> {
  const git = new Git(folder);
  const format = await git.run(['config', '--get', 'gpg.format']);
  const named = await git.run(['config', '--type=path', '--get', 'user.signingkey']);
  if (!format.ok || format.value !== 'ssh' || !named.ok || named.value === '') return undefined;
  const literal = named.value.replace(/^key::/, '');
  return sshPublic.test(literal)
    ? { kind: 'ssh', file: literal, literal }
    : { kind: 'ssh', file: resolve(folder, named.value), literal: null };
}

export const publicPart = (key: KeyObject): KeyObject => (key.type === 'public' ? key : createPublicKey(key));

/** SHA-256 of the public key in DER: what tells one ed25519 key from another. */
export const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(publicPart(key).export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** Undefined for a text that is no public key. */
export function publicKey(text: string): KeyObject | undefined {
  try {
    return text.includes('-----BEGIN PUBLIC KEY-----') ? createPublicKey(text) : undefined;
  } catch {
    return undefined;
  }
}

function privateKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}
