/** One-stage ISTA-NAS against traces of the released modules, run on a CPU: iboing/ISTA-NAS@226e49f, ista_nas_single. */
import { readFileSync } from 'node:fs';
import { memory, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { EvaluationNetwork } from '../../../experiments/model/evaluation-network.ts';
import { search } from '../../../experiments/oneshot/ista/ista-nas.ts';
import { settle } from '../../../experiments/oneshot/ista/one-stage.ts';
import { SparseCodes } from '../../../experiments/oneshot/ista/sparse-codes.ts';
import { SparseNet } from '../../../experiments/oneshot/ista/sparse-net.ts';
import { SparseTraining } from '../../../experiments/oneshot/ista/sparse-training.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNetwork } from '../../../experiments/space/darts-cnn/counts.ts';
import { genotypeId } from '../../../experiments/space/darts-cnn/genotype.ts';
import { networkShape } from '../../../experiments/space/darts-cnn/layout.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { readCnnGenotype } from '../../../experiments/space/darts-cnn/read.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { oneStageRun, writeFormula, writeFormulaCodes } from './ista-one-stage-run.ts';

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/ista/${name}`, 'utf8'));

interface LoopTrace {
  readonly limit: number;
  readonly epochs: readonly {
    readonly final: boolean;
    readonly frozenBefore: readonly boolean[];
    readonly dropPath: number;
  }[];
  readonly recoveries: readonly {
    readonly epoch: number;
    readonly frozen: readonly boolean[];
    readonly parameters: number;
  }[];
  readonly supports: readonly (readonly (readonly number[])[])[];
}

beforeAll(async () => {
  await startEngine('wasm');
});

/** The solutions that the trace was scripted with: each node comes to rest at an epoch of its own. */
function solutionsAt(epoch: number): readonly Float64Array[] {
  const rest = [2, 3, 4, 5, 2, 2, 3, 6];
  return rest.map((last, i) => {
    const node = i % 4;
    const shift = i < 4 ? 0 : 50;
    const t = Math.min(epoch, last - 1);
    return Float64Array.from(
      { length: 7 * (node + 2) },
      (_, j) => Math.sin(1.3 * j + 2.1 * node + shift) + 0.2 * Math.cos(0.9 * j * (t + 1) + node),
    );
  });
}

describe('the loop of the released trainer', () => {
  const cifar = {
    ...oneStageRun().traits,
    ...{ height: 32, width: 32, channels: 3, classes: 10 },
  };

  test.each(['free', 'limited'])('freezes, refuses and ends as in its trace: %s', (name) => {
    const trace: LoopTrace = fixture('one-stage-loop.json')[name];
    const { settings } = oneStageRun({ initialChannels: 36, layers: 20, maxParameters: trace.limit });
    const codes = new SparseCodes(settings, key(1), 'target');
    codes.adopt(solutionsAt(0));
    const searching = trace.epochs.filter(({ final }) => !final);
    let refusals = 0;
    for (const [i, { frozenBefore, dropPath }] of searching.entries()) {
      expect(codes.nodes.map(({ frozen }) => frozen)).toEqual(frozenBefore);
      expect(codes.nodes.map(({ support }) => support)).toEqual(trace.supports[i]);
      expect(dropPath).toBe(0);
      // The last epoch is the one after all are frozen: nothing is recovered after it.
      if (codes.allFrozen) expect(i).toBe(searching.length - 1);
      const recovery = trace.recoveries[i + 1];
      if (!recovery) continue;
      // A frozen node keeps its x whatever is recovered.
      const solutions = solutionsAt(i + 1).map((x, at) =>
        codes.nodes[at]?.frozen ? (codes.nodes[at]?.x ?? x) : x,
      );
      const { parameters } = countNetwork(codes.genotypeFor(solutions), networkShape(cifar, settings));
      expect(parameters).toBe(recovery.parameters);
      const adopted = settle({ settings, traits: cifar }, codes, solutions);
      expect(adopted).toBe(recovery.parameters < trace.limit);
      if (!adopted) refusals += 1;
      expect(codes.nodes.map(({ frozen }) => frozen)).toEqual(recovery.frozen);
    }
    expect(codes.allFrozen).toBe(true);
    expect(refusals).toBe(name === 'free' ? 0 : 2);
    codes.dispose();
  });

  test('one more epoch follows at the same rate when all nodes are frozen', async () => {
    const lines: JsonObject[] = [];
    const run = oneStageRun({ epochs: 5, freezeTolerance: 1e9 });
    const found = await search({
      ...run,
      validation: { ...run.train, indices: new Uint32Array() },
      observer: { ...run.observer, line: (line) => lines.push(line) },
    });
    expect(found.ok).toBe(true);
    expect(lines.map(({ phase, learningRate }) => [phase, learningRate])).toEqual([
      ['search', 0.05],
      ['search', 0.05],
      ['final', 0.05],
      ['final', expect.closeTo(0.0255, 12)],
    ]);
  });
});

test('three steps, a node of either cell frozen after the first, are those of the released modules', async () => {
  const { steps } = fixture('one-stage-steps.json');
  const run = oneStageRun();
  const training = new SparseTraining(run, 'target', 3);
  const { net, codes } = training;
  writeFormula(net.parameters);
  await writeFormulaCodes(codes);
  const plan = {
    part: run.train,
    learningRate: 0.05,
    statistics: 'track',
    dropPath: 0,
    movesCodes: true,
  } as const;
  for (const [epoch, step] of steps.entries()) {
    if (epoch === 1) for (const at of [1, 6]) codes.nodes[at]?.freeze();
    const seen = await training.epoch({ ...plan, epoch });
    if (!seen.ok) throw new Error('diverged');
    expect(Math.abs(seen.value.loss - step.loss)).toBeLessThan(1e-4);
    codes.nodes.forEach(({ b }, i) => {
      b.read().forEach((value, row) => {
        expect(Math.abs(value - step.b[i][row])).toBeLessThan(2e-4);
      });
    });
    const scales = net.parameters.filter(({ name }) => Object.hasOwn(step.scales, name));
    expect(scales.length).toBe(Object.keys(step.scales).length);
    for (const { name, value } of scales) {
      value.dataSync().forEach((scale, i) => {
        expect(Math.abs(scale - step.scales[name][i])).toBeLessThan(1e-3);
      });
    }
    const squares = (prefix: string): number =>
      net.parameters
        .filter(({ name }) => name.startsWith(prefix))
        .reduce((sum, each) => sum + each.read().reduce((s, v) => s + v * v, 0), 0);
    for (const [prefix, name] of [
      ['', 'all'],
      ['stem', 'stem'],
      ['classifier', 'classifier'],
    ] as const) {
      expect(squares(prefix) / step.squares[name]).toBeCloseTo(1, 4);
    }
  }
  expect(Object.keys(steps[0].scales)).toEqual([]);
  expect(Object.keys(steps[2].scales).length).toBeGreaterThan(0);
  training.dispose();
});

describe('normalisations after pools and identities', () => {
  const genotype = namedGenotypes['ISTA_onestage'];
  if (!genotype) throw new Error('ISTA_onestage is a named genotype');
  const extra = { ...genotype, extra_batch_norm: true } as const;
  const cifar = { initialChannels: 36, layers: 20, classes: 10, inputChannels: 3, height: 32, width: 32 };

  test('make the published cell 3,371,806 parameters, instead of 3,363,598', () => {
    expect(countNetwork(genotype, cifar).parameters).toBe(3_363_598);
    expect(countNetwork(extra, cifar).parameters).toBe(3_371_806);
    const network = new EvaluationNetwork(extra, cifar, { key: key(1), auxiliary: false });
    const size = network.parameters.reduce((sum, { value }) => sum + value.size, 0);
    expect(size).toBe(3_371_806);
    network.dispose();
  });

  test('are part of what the architecture is, and of its file', () => {
    expect(genotypeId(extra)).not.toBe(genotypeId(genotype));
    expect(readCnnGenotype(extra)).toEqual({ ok: true, value: extra });
    const misread = readCnnGenotype({ ...genotype, extra_batch_norm: 1 });
    expect(misread.ok ? [] : misread.failures).toMatchObject([
      { path: ['extra_batch_norm'], expected: 'true, or no such key' },
    ]);
  });

  test('belong to what one stage finds, and not to what two find', async () => {
    for (const [role, wanted] of [
      ['target', true],
      ['search', undefined],
    ] as const) {
      const codes = new SparseCodes(oneStageRun().settings, key(1), role);
      codes.adopt(await codes.recover());
      expect(codes.genotype.extra_batch_norm).toBe(wanted);
      codes.dispose();
    }
  });

  test('let drop path drop identities', () => {
    const before = memory().numTensors;
    const shape = { initialChannels: 4, layers: 3, classes: 3, inputChannels: 3, height: 8, width: 8 };
    const net = new SparseNet(shape, { key: key(2), role: 'target', auxiliary: false });
    // Every node takes the identity of both inputs of the cell alone.
    const logits = (probability: number): readonly number[] =>
      tidy(() => {
        const weights = tensor1d([1, 1]);
        const inputs = Array.from({ length: 4 }, () => ({ support: [2, 9], weights }));
        const image = Float32Array.from({ length: 8 * 8 * 3 }, (_, i) => Math.sin(i));
        // The same image twice: only what is drawn for each can tell them apart.
        const images = tensor4d(Float32Array.from([...image, ...image]), [2, 8, 8, 3]);
        const dropping = { probability, draws: draws(key(5)) };
        const options = { statistics: 'running', dropPath: dropping } as const;
        return [...net.run(images, { normal: inputs, reduce: inputs }, options).logits.dataSync()];
      });
    const normalOnly = logits(0);
    expect(normalOnly.slice(0, 3)).toEqual(normalOnly.slice(3));
    const dropped = logits(0.5);
    expect(dropped.slice(0, 3)).not.toEqual(dropped.slice(3));
    net.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
