/** The manifest as each commit of the history has it, resolved by the rules of today. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ResolvedManifest } from '../../../schemas/manifest.ts';
import { loadManifest } from '../../manifest/index.ts';
import { projectPath } from '../../project/project.ts';
import type { Evidence } from '../evidence.ts';
import { gitLines } from './git-lines.ts';

export interface ManifestVersion {
  readonly commit: string;
  /** Null where the commit has no such manifest, or one that is not valid by the rules of today. */
  readonly manifest: ResolvedManifest | null;
}

/** Commits of HEAD's history that changed any of the files, the first one first; undefined where git cannot tell. */
export const commitsOf = (
  evidence: Pick<Evidence, 'git'>,
  files: readonly string[],
): Promise<readonly string[] | undefined> =>
  gitLines(evidence, ['log', '--topo-order', '--reverse', '--format=%H', 'HEAD', '--', ...files]);

/** The manifest and those it extends, from the project's folder. */
const manifestPaths = ({ experiment: { project, files } }: Evidence): string[] =>
  files.map((file) => projectPath(project, resolve(file)));

export async function manifestAt(evidence: Evidence, commit: string): Promise<ResolvedManifest | null> {
  const paths = manifestPaths(evidence);
  const folder = mkdtempSync(join(tmpdir(), 'reprise-audit-'));
  try {
    for (const path of paths) {
      const text = await evidence.git.bytes(['cat-file', 'blob', `${commit}:./${path}`]);
      if (!text.ok) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text.value);
    }
    const { profile } = evidence.experiment;
    const loaded = loadManifest(join(folder, paths[0] ?? ''), profile === 'base' ? {} : { profile });
    return loaded.ok ? loaded.value.manifest : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function manifestVersions(evidence: Evidence): Promise<readonly ManifestVersion[] | undefined> {
  const commits = await commitsOf(evidence, manifestPaths(evidence));
  if (commits === undefined) return undefined;
  const versions: ManifestVersion[] = [];
  for (const commit of commits) versions.push({ commit, manifest: await manifestAt(evidence, commit) });
  return versions;
}

/** What decides the numbers: seeds, selection and budget. Titles, labels, reports and limits do not. */
export const protocolOf = ({ engine, task, space, seedSets, methods, stages }: ResolvedManifest) => ({
  ...{ engine, task, space, seedSets, stages },
  methods: Object.fromEntries(
    Object.entries(methods).map(([name, { label: _, valueLabels: __, ...protocol }]) => [name, protocol]),
  ),
});
