/**
 * The metadata of an archive as a Provenance Run Crate (RO-Crate 1.1, Workflow Run RO-Crate 0.5): the manifest is the
 * workflow, its stages are the steps, each record is the run of a tool.
 */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { actionEntities, actionOf, languageId, runAction, stagesOf } from './crate-actions.ts';
import { type Entity, encodingOf, ref, refs } from './crate-entity.ts';
import { profileEntities, profiles } from './crate-profiles.ts';
import { objectPath, sourcePath } from './layout.ts';
import { readmeFile } from './readme.ts';
import { type RunContent, sourceText, timesOf } from './run-content.ts';

export interface DescribedFile {
  readonly path: string;
  readonly digest: Sha256;
  readonly bytes: number;
}

export interface Crate {
  readonly '@context': readonly string[];
  readonly '@graph': readonly Entity[];
}

/**
 * @param files all but the metadata and the attestations.
 * @param attestations paths; they name the digest of the metadata, so that the metadata cannot name theirs.
 */
export function crateOf(
  content: RunContent,
  files: readonly DescribedFile[],
  attestations: readonly string[],
): Crate {
  const ordered = [...files].sort((a, b) => byCodeUnit(a.path, b.path));
  const paths = ordered.map(({ path }) => path);
  const there = new Set(paths);
  const parts = [
    ...ordered.map((file) => fileEntity(content, file)),
    ...[...attestations].sort(byCodeUnit).map(plainEntity),
  ];
  return {
    '@context': ['https://w3id.org/ro/crate/1.1/context', 'https://w3id.org/ro/terms/workflow-run/context'],
    '@graph': [
      ...profileEntities,
      rootEntity(content, parts),
      licenceEntity(content),
      ...parts,
      ...actionEntities(content, paths, (digest) => there.has(objectPath(digest))),
    ],
  };
}

/** Readable, since people look at it. */
export const crateText = (crate: Crate): string => `${JSON.stringify(crate, null, 1)}\n`;

function rootEntity(content: RunContent, parts: readonly Entity[]): Entity {
  const { id, profile, manifest, manifestPath, locked, records } = content;
  const { paper } = manifest;
  return {
    '@id': './',
    '@type': 'Dataset',
    name: `${manifest.title} (${id}, profile ${profile})`,
    description:
      `The results of the Reprise manifest ${id}, profile ${profile}, as its lock of commit ${locked.commit} has them: ` +
      `manifest, lock, ${records.length} records of jobs, reports, and the outputs that were chosen.`,
    datePublished: timesOf(records).finished,
    license: ref(licenceOf(content)),
    conformsTo: refs(profiles),
    mainEntity: ref(fileId(sourcePath(manifestPath))),
    mentions: refs([runAction, ...records.map(actionOf)]),
    hasPart: parts.map((part) => ref(part['@id'])),
    ...(paper?.arxiv === undefined ? {} : { isBasedOn: ref(`https://arxiv.org/abs/${paper.arxiv}`) }),
  };
}

const fileId = (path: string): string => encodeURI(path);

const plainEntity = (path: string): Entity => ({
  ...{ '@id': fileId(path), '@type': 'File', name: path, encodingFormat: encodingOf(path) },
});

function fileEntity(content: RunContent, { path, digest, bytes }: DescribedFile): Entity {
  const described = { ...plainEntity(path), contentSize: String(bytes), sha256: digest };
  if (path === readmeFile) return { ...described, about: ref('./') };
  return path === sourcePath(content.manifestPath) ? workflowEntity(content, described) : described;
}

function workflowEntity(content: RunContent, file: Entity): Entity {
  const stages = stagesOf(content);
  return {
    ...file,
    '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', 'HowTo'],
    name: content.manifest.title,
    version: content.locked.commit,
    programmingLanguage: ref(languageId),
    hasPart: refs([...new Set(stages.map(({ tool }) => tool))]),
    step: refs(stages.map(({ step }) => step)),
  };
}

/** The licence of the project, as its package.json names it. */
function licenceOf(content: RunContent): string {
  const named = licenceName(sourceText(content, 'package.json'));
  return named === null ? '#no-licence' : `https://spdx.org/licenses/${encodeURIComponent(named)}`;
}

function licenceEntity(content: RunContent): Entity {
  const named = licenceName(sourceText(content, 'package.json'));
  const name = named ?? 'The project states no licence';
  return { '@id': licenceOf(content), '@type': 'CreativeWork', name };
}

function licenceName(packageJson: string): string | null {
  try {
    const { license } = JSON.parse(packageJson);
    return typeof license === 'string' && /^[A-Za-z0-9.+-]+$/.test(license) ? license : null;
  } catch {
    return null;
  }
}
