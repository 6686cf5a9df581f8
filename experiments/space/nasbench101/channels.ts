/**
 * How many channels each vertex of a cell carries: the output is the concatenation of the interior vertices that
 * feed it, so these share its channels; every other vertex carries as many as its widest successor.
 * Source: Ying et al. 2019, section 2.1, and google-research/nasbench@b942470.
 */
import type { Matrix } from './spec.ts';

/** @param matrix a pruned cell */
export function vertexChannels(
  inputChannels: number,
  outputChannels: number,
  matrix: Matrix,
): readonly number[] {
  const last = matrix.length - 1;
  const interior = matrix.map((_, v) => v).slice(1, last);
  const feeders = interior.filter((v) => matrix[v]?.[last] === 1);
  const share = Math.floor(outputChannels / feeders.length);
  const wider = outputChannels - share * feeders.length;
  const channels = matrix.map((_, v) => {
    const place = feeders.indexOf(v);
    return place < 0 ? 0 : share + (place < wider ? 1 : 0);
  });
  channels[0] = inputChannels;
  channels[last] = outputChannels;
  // From the back, so that successors are known.
  for (const v of interior.reverse()) {
    if (feeders.includes(v)) continue;
    channels[v] = Math.max(...channels.filter((_, to) => to > v && to < last && matrix[v]?.[to] === 1), 0);
  }
  return channels;
}
