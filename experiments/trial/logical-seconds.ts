/** How long a training lasts on the logical clock. */

/** Multiply-adds of a logical second. */
const speed = 1e9;

/** Proportional to the work, so that decisions are the same on every machine. */
export const logicalSeconds = (multiplyAdds: number): number => multiplyAdds / speed;
