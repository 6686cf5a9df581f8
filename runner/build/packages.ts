/**
 * Whether the installed packages that compute are those that the project names: package-lock.json holds digests of
 * archives, which say nothing about files, so the digests of the files are pinned in packages.digest.json.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { byCodeUnit, canonicalDigest, sha256 } from '../../schemas/canonical.ts';
import { contract, exact, mapOf, sha256Schema } from '../../schemas/contract.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { CodeGraph } from '../key/code-closure.ts';
import { type LockedPackages, lockedPackages, type ResolvedPackage } from '../key/locked-packages.ts';
import { unlessMissing } from '../util/system-error.ts';
import { lockFileIn, pinFile } from './sources.ts';

/** Packages that build the worker. */
export const toolPackages = ['assemblyscript', 'esbuild'] as const;

const pinned = exact({
  version: Type.Union([Type.String(), Type.Null()]),
  integrity: Type.Union([Type.String(), Type.Null()]),
  /** Over the path and digest of every file that code can be loaded from. */
  digest: sha256Schema,
});

export const packagePins = contract(
  'packages.digest.json',
  exact({ formatVersion: Type.Literal(1), packages: mapOf(/^node_modules\/[^\\]+$/, pinned) }),
);

export interface PackageProblem {
  /** Such as `node_modules/@tensorflow/tfjs-core`. */
  readonly path: string;
  readonly reason:
    | 'package-absent'
    | 'package-of-other-version'
    | 'package-changed'
    /** Installed below a package that computes, but not named by package-lock.json. */
    | 'package-not-locked'
    /** The pins are older than package-lock.json. */
    | 'pin-outdated'
    | 'pins-unreadable';
  readonly detail: string;
}

const loadable = /\.(?:[cm]?js|json|wasm)$/;

/** The packages that must be pinned: all that the worker imports, and what builds it. */
export const packagesToPin = (graph: CodeGraph, locked: LockedPackages): ResolvedPackage[] =>
  lockedPackages(
    [...toolPackages, ...Object.values(graph.modules).flatMap(({ packages }) => packages)].sort(byCodeUnit),
    locked,
  );

/** @throws SyntaxError or the system's error when the file is no JSON or not there. */
export function readLockedPackages(root: string): LockedPackages {
  const { packages = {} } = JSON.parse(readFileSync(lockFileIn(root), 'utf8'));
  return packages;
}

/** Every way in which the installed packages differ from what is pinned and locked; empty when they do not. */
export function checkPackages(root: string, wanted: readonly ResolvedPackage[]): PackageProblem[] {
  const text = unlessMissing(() => readFileSync(join(root, pinFile), 'utf8')) ?? '';
  const pins = packagePins.parse(text);
  if (!pins.ok) {
    const detail = pins.failures
      .map(({ expected, found }) => `expected ${expected}, found ${found}`)
      .join('; ');
    return [{ path: pinFile, reason: 'pins-unreadable', detail }];
  }
  const locked = readLockedPackages(root);
  return wanted.flatMap(({ path, version, integrity }): PackageProblem[] => {
    const pin = pins.value.packages[path];
    if (pin === undefined || pin.version !== version || pin.integrity !== integrity) {
      const found = pin === undefined ? 'none' : `that of ${pin.version ?? 'no version'}`;
      return [
        {
          path,
          reason: 'pin-outdated',
          detail: `expected the pin of ${version ?? 'no version'}, found ${found}`,
        },
      ];
    }
    return [...checkPackage(root, path, version, pin.digest), ...unlockedBelow(root, path, locked)];
  });
}

function checkPackage(root: string, path: string, version: string | null, digest: Sha256): PackageProblem[] {
  const installed = installedVersion(root, path);
  if (installed === undefined) {
    return [{ path, reason: 'package-absent', detail: `expected version ${version}, found none` }];
  }
  if (installed !== version) {
    return [
      { path, reason: 'package-of-other-version', detail: `expected version ${version}, found ${installed}` },
    ];
  }
  if (packageDigest(root, path) === digest) return [];
  return [{ path, reason: 'package-changed', detail: `its files differ from those of version ${version}` }];
}

/** The version that an installed package states; undefined when it is not installed or states none. */
export function installedVersion(root: string, path: string): string | undefined {
  const text = unlessMissing(() => readFileSync(join(root, path, 'package.json'), 'utf8'));
  if (text === undefined) return undefined;
  try {
    const { version } = JSON.parse(text);
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Over every file of a package that code can be loaded from; packages inside it are their own. */
export function packageDigest(root: string, path: string): Sha256 {
  const folder = join(root, path);
  const files = filesIn(folder, '').sort(byCodeUnit);
  return canonicalDigest(files.map((file) => [file, sha256(readFileSync(join(folder, file)))]));
}

function filesIn(folder: string, below: string): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const isLink = entry.isSymbolicLink();
    const stat = isLink ? statSync(join(folder, path), { throwIfNoEntry: false }) : entry;
    if (stat?.isDirectory() === true)
      return entry.name === 'node_modules' || isLink ? [] : filesIn(folder, path);
    return stat?.isFile() === true && loadable.test(entry.name) ? [path] : [];
  });
}

function unlockedBelow(root: string, path: string, locked: LockedPackages): PackageProblem[] {
  const inner = `${path}/node_modules`;
  const names = unlessMissing(() => readdirSync(join(root, inner))) ?? [];
  const paths = names
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(root, inner, name)).map((each) => `${name}/${each}`) : [name],
    );
  return paths
    .filter((name) => !Object.hasOwn(locked, `${inner}/${name}`))
    .map((name) => ({
      path: `${inner}/${name}`,
      reason: 'package-not-locked',
      detail: 'package-lock.json does not name it',
    }));
}
