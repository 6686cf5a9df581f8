/**
 * Keys and ids as literals. They name results in committed locks, so a change here means that every lock is void:
 * raise `keyVersion` and write down why.
 */
import { describe, expect, it } from 'vitest';
import { artifactId } from '../../runner/key/artifact-id.ts';
import { jobKey } from '../../runner/key/job-key.ts';
import { canonicalDigest, canonicalJson, sha256 } from '../../schemas/canonical.ts';
import { toGitCommit, toJobKey, toSeed } from '../../schemas/ids.ts';
import { type KeyMaterial, keyVersion } from '../../schemas/record.ts';

const material: KeyMaterial = {
  keyVersion,
  kind: 'train',
  parameters: { epochs: 600, learningRate: 0.025, measure: 'test', betas: [0.5, 1e-7], auxiliary: null },
  seed: toSeed(4294967295),
  inputs: { architecture: sha256('architecture') },
  data: sha256('data'),
  code: {
    sources: sha256('sources'),
    packages: sha256('packages'),
    tools: sha256('tools'),
  },
  engine: { name: 'wasm', version: 1 },
};

const artifact = {
  jobKey: toJobKey('3'.repeat(64)),
  commit: toGitCommit('4'.repeat(40)),
  dirtyPatch: null,
  seed: toSeed(7),
  outputs: { 'metrics.json': sha256('metrics'), 'architecture.json': sha256('architecture') },
};

describe('the canonical encoding', () => {
  it.each([
    ['null', null, 'null'],
    ['booleans', [true, false], '[true,false]'],
    ['numbers as the shortest text', [0.1, 1e21, 1e-7, 100, -1.5], '[0.1,1e+21,1e-7,100,-1.5]'],
    ['keys by code unit', { ä: 1, z: 2, B: 3, a: 4, '': 5 }, '{"":5,"B":3,"a":4,"z":2,"ä":1}'],
    ['text with escapes', 'a"\\\n\u0001é😀', '"a\\"\\\\\\n\\u0001é😀"'],
    ['nested values', { b: [{ d: {}, c: [] }], a: 'x' }, '{"a":"x","b":[{"c":[],"d":{}}]}'],
  ])('of %s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('has the digest of its UTF-8 bytes', () => {
    expect(canonicalDigest({ b: 'ä', a: [1, 2.5] })).toBe(
      'e738b52034d02476d960450e3b24458dc66114240edaf8b1fcab576a01ae0897',
    );
  });

  it.each([
    ['undefined', { a: [undefined] }, '$.a[0]', 'undefined'],
    ['NaN', { a: Number.NaN }, '$.a', 'NaN'],
    ['an infinity', [Number.NEGATIVE_INFINITY], '$[0]', '-Infinity'],
    ['minus zero', -0, '$', '-0'],
    ['a date', { a: new Date(0) }, '$.a', 'Date'],
    ['a map', new Map(), '$', 'Map'],
    ['a big integer', { a: 1n }, '$.a', 'bigint'],
  ])('refuses %s', (_, value, path, found) => {
    expect(() => canonicalJson(value)).toThrow(
      new TypeError(`Expected plain JSON data at ${path}, got \`${found}\`, which has no canonical form`),
    );
  });
});

describe('a job key', () => {
  it('is this', () => {
    expect(jobKey(material)).toBe('6fc89d61d257491b97fc0eaf24d782c7f477b1df73ba3ac3ea66a40886810909');
  });

  it('does not depend on the order of fields', () => {
    const { parameters, ...rest } = material;
    const reversed = Object.fromEntries(Object.entries(parameters).reverse());
    expect(jobKey({ parameters: reversed, ...rest })).toBe(jobKey(material));
  });

  it.each([
    ['seed', { seed: toSeed(0) }],
    ['kind', { kind: 'search' as const }],
    ['a parameter', { parameters: { ...material.parameters, epochs: 601 } }],
    ['an input', { inputs: { architecture: sha256('another') } }],
    ['the data', { data: null }],
    ['the sources', { code: { ...material.code, sources: sha256('others') } }],
    ['the packages', { code: { ...material.code, packages: sha256('others') } }],
    ['the tools', { code: { ...material.code, tools: sha256('others') } }],
    ['the engine version', { engine: { name: 'wasm', version: 2 } }],
  ])('changes with %s', (_, change) => {
    expect(jobKey({ ...material, ...change })).not.toBe(jobKey(material));
  });
});

describe('an artifact id', () => {
  it('of a clean tree is this', () => {
    expect(artifactId(artifact)).toBe('dd4a2c422f2b9059eedb0122b0144a025370bc33997c3f054e937450bcfe7129');
  });

  it('of a dirty tree is this', () => {
    expect(artifactId({ ...artifact, dirtyPatch: sha256('patch') })).toBe(
      '45d2445cdfe9478258d246915264c686ea85905d254bc6b21ff3457fe0321093',
    );
  });

  it.each([
    ['commit', { commit: toGitCommit('5'.repeat(40)) }],
    ['seed', { seed: toSeed(8) }],
    ['job key', { jobKey: toJobKey('5'.repeat(64)) }],
    ['outputs', { outputs: { 'metrics.json': sha256('metrics') } }],
  ])('changes with the %s', (_, change) => {
    expect(artifactId({ ...artifact, ...change })).not.toBe(artifactId(artifact));
  });
});
