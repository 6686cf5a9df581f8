/** How much room things take, in pixels. Text is measured roughly, on the safe side of common sans-serif fonts. */
import type { DrawnNode } from '../../experiments/space/drawn-graph.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const nodeFontSize = 14;
export const labelFontSize = 12;

/** Widths in units of the font size. */
const narrow = /[ijlt.,:|'()[\]\- ]/;
const wide = /[mwMW]/;

const textWidth = (text: string, fontSize: number): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + (narrow.test(letter) ? 0.36 : wide.test(letter) ? 0.9 : 0.6),
    0,
  ) * fontSize;

/** Distance at which arrows arrive at a node. */
export const arrivalStep = 9;

/** @param arriving edges that lead to the node; many make it higher */
export function nodeSize({ text, subscript = '' }: DrawnNode, arriving: number): Size {
  const width = textWidth(text, nodeFontSize) + textWidth(subscript, 0.75 * nodeFontSize);
  return {
    width: Math.max(40, Math.ceil(width + 22)),
    height: Math.max(34, arrivalStep * (arriving - 1) + 16),
  };
}

export const labelSize = (text: string): Size => ({
  width: Math.ceil(textWidth(text, labelFontSize) + 16),
  height: 22,
});
