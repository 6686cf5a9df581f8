/** Language models of recurrent cells: those of DARTS, whose evaluation is built on that of ENAS. */
export { text } from '../darts-rnn/network.ts';
