/** The metadata of the crate against the files that it describes, and the actions against the records. */
import { Type } from '@sinclair/typebox';
import { contract, contractProblemText } from '../../schemas/contract.ts';
import { actionOf } from './crate-actions.ts';
import { type Finding, wrong } from './finding.ts';
import { crateFile, isAttestation } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';
import type { RunContent } from './run-content.ts';

/** As far as it is read here; RO-Crate lets anybody say more. */
const crateContract = contract(
  'crate',
  Type.Object({
    '@context': Type.Unknown(),
    '@graph': Type.Array(
      Type.Object({
        '@id': Type.String(),
        '@type': Type.Union([Type.String(), Type.Array(Type.String())]),
        contentSize: Type.Optional(Type.String()),
        sha256: Type.Optional(Type.String()),
        hasPart: Type.Optional(Type.Array(Type.Object({ '@id': Type.String() }))),
      }),
    ),
  }),
);

export function checkCrate(archive: OpenArchive, { records }: RunContent): readonly Finding[] {
  const text = archive.text(crateFile);
  if (text === undefined) return [wrong(crateFile, 'expected the metadata of the crate, found no such file')];
  const read = crateContract.parse(text);
  if (!read.ok) return [wrong(crateFile, read.failures.map(contractProblemText).join('; '))];
  const entities = new Map(read.value['@graph'].map((entity) => [entity['@id'], entity]));
  const parts = new Set(entities.get('./')?.hasPart?.map((part) => part['@id']));
  const files = archive.paths.filter((path) => path !== crateFile);
  const ids = new Set(files.map(encodeURI));
  return [
    ...files.flatMap((path) => {
      const entity = entities.get(encodeURI(path));
      if (entity === undefined || !parts.has(encodeURI(path)))
        return [wrong(path, `is not described in ${crateFile}`)];
      if (isAttestation(path)) return [];
      const isSame =
        entity.sha256 === archive.digestOf(path) && entity.contentSize === String(archive.bytesOf(path));
      return isSame ? [] : [wrong(path, `has another size or digest than ${crateFile} says`)];
    }),
    ...[...parts]
      .filter((id) => !ids.has(id))
      .map((id) => wrong(crateFile, `describes ${id}, which is not in the archive`)),
    ...records
      .filter((record) => !entities.has(actionOf(record)))
      .map(({ label }) => wrong(crateFile, `expected an action for ${label}, found none`)),
  ];
}
