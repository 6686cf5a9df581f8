/** DSSE, version 1: the bytes that are signed name their type, so that no other document can be passed off as one. */
import { type Envelope, envelopeContract, payloadType } from '../../schemas/attestation.ts';
import { canonicalJson } from '../../schemas/canonical.ts';
import type { ContractProblem } from '../../schemas/contract.ts';
import type { Result } from '../../schemas/result.ts';

/** The pre-authentication encoding of a payload. */
export function signedBytes(payload: string | Uint8Array): Buffer {
  const body = Buffer.from(payload);
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.length} `;
  return Buffer.concat([Buffer.from(head), body]);
}

export function envelopeText(payload: string, keyid: string, signature: Uint8Array): string {
  const envelope: Envelope = {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid, sig: Buffer.from(signature).toString('base64') }],
  };
  return `${canonicalJson(envelope)}\n`;
}

export const readEnvelope = (text: string): Result<Envelope, ContractProblem> => envelopeContract.parse(text);
