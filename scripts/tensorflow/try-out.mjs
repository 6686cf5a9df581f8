/** One product of matrices and its gradient in a fresh process, on the package as it was built. */
import { call } from './tools.mjs';

const program = `
  const tf = require(process.argv[1]);
  const square = (x) => tf.matMul(x, x);
  const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const found = [...square(a).dataSync(), ...tf.grad((x) => tf.sum(square(x)))(a).dataSync()].join();
  if (found !== '7,10,15,22,7,11,9,13') throw new Error('a square of a matrix and its gradient are ' + found);
  const device = tf.backend().isUsingGpuDevice ? 'a GPU' : 'the CPU';
  process.stdout.write(tf.version['tfjs-node'] + ' computes on ' + device);`;

/** @returns the version, and on what it computed @throws Error when it does not load or computes something else */
export const tryOut = (home) => call(process.execPath, ['-e', program, home], home).trim().split('\n').at(-1);
