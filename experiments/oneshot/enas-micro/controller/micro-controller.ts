/**
 * The controller of the micro space: the two inputs are nodes from the start; for each further node it chooses two nodes by
 * attention over those before it, then two operations. The normal cell comes first, and the state goes on into the reduction
 * cell. Convolutions are preferred at the start, by a bias that is trained, and in the normal cell by one that is not.
 * Source: Pham et al. 2018, section 2.4; melodyguan/enas@4bcfd73, src/cifar10/micro_controller.py.
 */
import type { Key } from '../../../rng/key.ts';
import type { Cell } from '../../../space/enas-micro/cell.ts';
import { nodeOf } from '../../../space/enas-micro/decisions.ts';
import type { MicroGenotype } from '../../../space/enas-micro/genotype.ts';
import { operations, partsOf } from '../../../space/enas-micro/operations.ts';
import {
  allMatrices,
  ControllerPass,
  type ControllerShaping,
  type ControllerWeights,
  type Pick,
} from '../../bench1shot1/controller/controller-pass.ts';
import { Matrix } from '../../bench1shot1/controller/tape.ts';
import { type Controller, choosingMatrices } from '../../enas-search/controller.ts';

const isConvolution = operations.map((operation) => partsOf(operation).kind === 'separable');
const initialBias = isConvolution.map((is) => (is ? 10 : 0));
const fixedBias = isConvolution.map((is) => (is ? 0.25 : -0.25));

/** As many numbers as the released one has with 64 units: 41,733. */
export const microWeights = (
  key: Key,
  size: { readonly units: number; readonly bound: number },
): ControllerWeights => ({
  ...choosingMatrices(key, { ...size, operations: operations.length }),
  operationBias: new Matrix(1, operations.length, initialBias),
});

/** @param nodes of either cell, besides its two inputs */
export const microController = (
  weights: ControllerWeights,
  shaping: ControllerShaping,
  nodes: number,
): Controller<MicroGenotype> => ({
  matrices: allMatrices(weights),
  write(pick) {
    const pass = new ControllerPass(weights, shaping);
    const normal = writeCell(pass, pick, nodes, fixedBias);
    const reduce = writeCell(pass, pick, nodes);
    return {
      architecture: { normal, reduce },
      logProbability: pass.logProbability,
      entropy: pass.entropy,
      penalty: 0,
      backward: (ofDecisions) => {
        pass.backward(ofDecisions);
      },
    };
  },
});

function writeCell(pass: ControllerPass, pick: Pick, nodes: number, bias?: readonly number[]): Cell {
  pass.startCell();
  pass.addInput();
  pass.addInput();
  return Array.from({ length: nodes }, () => {
    const sources = [0, 1].flatMap(() => pass.chooseNodes(pick, 1));
    const chosen = [0, 1].map(() => pass.chooseOperation(pick, bias));
    pass.addNode();
    return nodeOf([...sources, ...chosen]);
  });
}
