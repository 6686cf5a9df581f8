/** Writes the pins of the packages that compute or build, from what is installed. */
import { join } from 'node:path';
import { replaceFile } from '../util/atomic-file.ts';
import { readBuildOptions } from './build-options.ts';
import { readCodeGraph } from './code-graph.ts';
import { packageProblemsText } from './package-problem-text.ts';
import {
  installedVersion,
  type PackageProblem,
  packageDigest,
  packagesToPin,
  readLockedPackages,
} from './packages.ts';
import { pinFile, readSources } from './sources.ts';

/** @returns why nothing was written, in words. */
export async function pinPackages(root: string): Promise<string[]> {
  const { blobs } = readSources(root);
  const graph = await readCodeGraph(root, readBuildOptions(root).worker, Object.keys(blobs));
  const wanted = packagesToPin(graph, readLockedPackages(root));
  const wrong = wanted.flatMap(({ path, version }): PackageProblem[] => {
    const installed = installedVersion(root, path);
    if (installed === version) return [];
    const detail = `expected version ${version}, found ${installed ?? 'none'}`;
    return [{ path, reason: 'package-of-other-version', detail }];
  });
  if (wrong.length > 0) return [packageProblemsText(wrong)];
  const packages = Object.fromEntries(
    wanted.map(({ path, version, integrity }) => [
      path,
      { version, integrity, digest: packageDigest(root, path) },
    ]),
  );
  replaceFile(join(root, pinFile), `${JSON.stringify({ formatVersion: 1, packages }, undefined, 2)}\n`);
  return [];
}
