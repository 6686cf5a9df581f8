/**
 * Where things lie in an archive. `records` and `objects` are those of a store, under the same names, so that an unpacked
 * archive can be read as one.
 */
import type { JobKey, Sha256 } from '../../schemas/ids.ts';

export const crateFile = 'ro-crate-metadata.json';
export const lockFile = 'lock.json';
/** The manifest with its profile applied and all defaults filled in. */
export const manifestFile = 'manifest.json';
/** Of the locked commit: the manifest as it was written, those that it extends, and the packages. */
export const sourcePath = (path: string): string => `sources/${path}`;
export const reportPath = (file: string): string => `reports/${file}`;
export const recordPath = (key: JobKey): string => `records/${key.slice(0, 2)}/${key}.json`;
export const objectPath = (digest: Sha256): string => `objects/${digest.slice(0, 2)}/${digest}`;

/** What the maker says of all other files; an attestation cannot name itself. */
const attestationFolder = 'attestations/';
export const isAttestation = (path: string): boolean => path.startsWith(attestationFolder);

/** `run`: what made the results. `rerun`: how a recomputation came out. */
export type Attestation = 'run' | 'rerun';

export const attestationFiles = (name: Attestation) => ({
  /** The statement. */
  statement: `${attestationFolder}${name}.json`,
  /** The statement and its signature, as one envelope. */
  envelope: `${attestationFolder}${name}.dsse.json`,
  /** The bytes that are signed, and the signature alone, for tools that know no envelope. */
  signed: `${attestationFolder}${name}.pae`,
  signature: `${attestationFolder}${name}.pae.sig`,
});

/** The public key of the signer, which says nothing about who that is. */
export const signerFile = `${attestationFolder}signer.pub`;
