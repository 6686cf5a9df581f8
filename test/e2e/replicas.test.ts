/** A controller whose parameters are on a server, through the real command line with real networks. */
import { expect, test } from 'vitest';
import { TestProject } from '../util/project.ts';

const manifest = `# yaml-language-server: $schema=../../schemas/manifest.schema.json
id: replicas
title: Replicas of a controller
task: { kind: image-classification, data: textures10, trainPortion: 0.5 }
space: { name: nas-conv-strides }
seedSets:
  first: [3]
methods:
  rl:
    kind: nas-rl
    evaluations: 16
    logicalWorkers: 6
    units: 6
    policyLearningRate: 0.2
    initialLayers: 2
    layersStep: 1
    layersEvery: 6
    shards: 3
    replicas: 3
    children: 2
    trial: { epochs: 1, batchSize: 128, initialChannels: 2, layers: 20 }
stages:
  search: { kind: search, seeds: each }
reports:
  staleness: { kind: curve, title: Staleness, stage: search, phase: gradient, x: gradient, y: staleness }
`;

async function replicasProject(): Promise<TestProject> {
  const project = await TestProject.create();
  project.useRealWorker();
  project.write('manifests/tests/replicas.yaml', manifest);
  await project.commit('replicas');
  return project;
}

test('one worker and four give the same decisions and the same staleness', async () => {
  const locks: string[] = [];
  for (const workers of ['1', '4']) {
    const project = await replicasProject();
    const run = await project.start(['run', 'replicas', '-j', workers]);
    expect(run.exitCode).toBe(0);
    // The lock holds the digests of the decision log, of all trials with their outputs, and of the report.
    locks.push(project.read('manifests/tests/replicas.lock.json'));
    const rows = project.read('artifacts/reports/replicas.base/staleness.csv').trim().split('\n').slice(1);
    const staleness = rows.map((row) => Number(row.split(',')[4]));
    expect(staleness).toHaveLength(8);
    expect(Math.max(...staleness)).toBeGreaterThan(0);
  }
  expect(locks[1]).toBe(locks[0]);
}, 400_000);
