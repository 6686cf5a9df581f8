/** The in-toto statement of a run: which files it made, from what, by which program, when (SLSA provenance 1.0). */
import {
  buildType,
  type Dependency,
  provenanceType,
  type RunStatement,
  runnerId,
  type Subject,
  statementType,
} from '../../schemas/attestation.ts';
import { byCodeUnit, canonicalDigest, canonicalJson } from '../../schemas/canonical.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { packagesIn } from './packages-in.ts';
import { type RunContent, sourceText, timesOf } from './run-content.ts';

/** @param subjects every file of the archive but the attestations. */
export function runStatement(content: RunContent, subjects: readonly Subject[]): RunStatement {
  const { id, profile, locked, manifest, manifestPath, records } = content;
  const { started, finished } = timesOf(records);
  return {
    _type: statementType,
    subject: [...subjects],
    predicateType: provenanceType,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          manifest: id,
          path: manifestPath,
          profile,
          seedSets: Object.fromEntries(
            Object.entries(manifest.seedSets).map(([name, seeds]) => [name, [...seeds]]),
          ),
        },
        internalParameters: { resolvedManifest: locked.manifest, engine: { ...locked.engine } },
        resolvedDependencies: [
          ...sourcesOf(content),
          ...dataOf(records),
          ...packagesIn(sourceText(content, 'package-lock.json')),
        ],
      },
      runDetails: {
        builder: { id: runnerId, version: { commit: locked.commit } },
        metadata: { invocationId: invocationOf(content), startedOn: started, finishedOn: finished },
      },
    },
  };
}

/** One line, so that the bytes that are signed are those that a reader sees. */
export const statementText = (statement: object): string => `${canonicalJson(statement)}\n`;

/** Follows from the lock, so that the same results have the same name wherever they were archived. */
const invocationOf = ({ id, profile, locked }: RunContent): string =>
  `urn:reprise:run:${id}:${profile}:${canonicalDigest({ id, profile, locked })}`;

/** The commit, its parts that are code, and its manifests, as git names them. */
function sourcesOf({ locked, records }: RunContent): Dependency[] {
  const commits = [...new Set([locked.commit, ...records.map(({ commit }) => commit)])];
  const [first = locked.commit, ...others] = commits;
  return [
    { name: 'locked commit', digest: { gitCommit: first } },
    // A job that a later commit did not change keeps the record of the earlier one.
    ...others
      .sort(byCodeUnit)
      .map((commit) => ({ name: 'commit of results', digest: { gitCommit: commit } })),
    ...Object.entries({ ...locked.code, ...locked.files })
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([name, id]) => ({ name, digest: name.includes('.') ? { gitBlob: id } : { gitTree: id } })),
  ];
}

function dataOf(records: readonly JobRecord[]): Dependency[] {
  const digests = new Set(records.flatMap(({ material }) => material.data ?? []));
  return [...digests].sort(byCodeUnit).map((digest) => ({ name: 'data set', digest: { sha256: digest } }));
}
