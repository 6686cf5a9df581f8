/**
 * What an archive says of itself: in-toto statements (version 1) and the envelopes that carry them signed (DSSE version
 * 1). The formats are those of in-toto and secure-systems-lab; what the predicates hold is in `docs/archives.md`.
 */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact, sha256Schema } from './contract.ts';

export const statementType = 'https://in-toto.io/Statement/v1';
export const payloadType = 'application/vnd.in-toto+json';
/** What made the results: SLSA provenance. */
export const provenanceType = 'https://slsa.dev/provenance/v1';
/** How a recomputation came out: a simple verification result. */
export const verificationType = 'https://in-toto.io/attestation/svr/v0.1';

/** Raise the last part when the meaning of the fields that are ours changes. */
export const buildType = 'urn:reprise:run:v1';
export const runnerId = 'urn:reprise:runner:v1';
export const verifierId = 'urn:reprise:rerun:v1';

const text = Type.String();
const digestSet = Type.Record(text, text);
const timestamp = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z$' });

const subjects = Type.Array(exact({ name: text, digest: exact({ sha256: sha256Schema }) }));
export type Subject = Static<typeof subjects>[number];

const dependency = exact({
  name: Type.Optional(text),
  uri: Type.Optional(text),
  digest: digestSet,
});
export type Dependency = Static<typeof dependency>;

const provenanceSchema = exact({
  buildDefinition: exact({
    buildType: Type.Literal(buildType),
    externalParameters: exact({
      /** Id of the manifest. */
      manifest: text,
      path: text,
      profile: text,
      /** Name of a seed set to its seeds. */
      seedSets: Type.Record(text, Type.Array(Type.Integer())),
    }),
    internalParameters: exact({
      /** Of the manifest with profile and defaults applied. */
      resolvedManifest: sha256Schema,
      engine: exact({ name: text, version: Type.Integer(), determinism: text }),
    }),
    resolvedDependencies: Type.Array(dependency),
  }),
  runDetails: exact({
    builder: exact({ id: Type.Literal(runnerId), version: digestSet }),
    metadata: exact({ invocationId: text, startedOn: timestamp, finishedOn: timestamp }),
  }),
});

const verificationSchema = exact({
  verifier: exact({ id: Type.Literal(verifierId) }),
  timeCreated: timestamp,
  /** What was confirmed. */
  properties: Type.Array(text),
  /** The verdict on each cell, also of those that were not confirmed. */
  reprise_rerun: exact({
    lock: sha256Schema,
    commit: text,
    reproduced: Type.Boolean(),
    overall: text,
    cells: Type.Array(exact({ report: text, row: text, column: text, verdict: text })),
  }),
});

const statementOf = <P extends ReturnType<typeof exact>>(predicateType: string, predicate: P) =>
  exact({
    _type: Type.Literal(statementType),
    subject: subjects,
    predicateType: Type.Literal(predicateType),
    predicate,
  });

const runStatementSchema = statementOf(provenanceType, provenanceSchema);
const rerunStatementSchema = statementOf(verificationType, verificationSchema);

export const runStatementContract = contract('run statement', runStatementSchema);
export const rerunStatementContract = contract('rerun statement', rerunStatementSchema);
export type RunStatement = Static<typeof runStatementSchema>;
export type RerunStatement = Static<typeof rerunStatementSchema>;

const base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' });

const envelopeSchema = exact({
  payloadType: Type.Literal(payloadType),
  payload: base64,
  signatures: Type.Array(exact({ keyid: text, sig: base64 }), { minItems: 1, maxItems: 1 }),
});

export const envelopeContract = contract('envelope', envelopeSchema);
export type Envelope = Static<typeof envelopeSchema>;
