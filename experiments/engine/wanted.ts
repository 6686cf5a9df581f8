/**
 * Which gradients of the node at hand anyone will ask for. Gradient functions in tfjs are not told; a kernel that
 * computes several gradients at once can skip the others by this.
 */
let current: ReadonlySet<string> | null = null;

/** The inputs whose gradient is wanted, or null when that is not known: then all are. */
export const wantedInputs = (): ReadonlySet<string> | null => current;

/** Runs `f` while only these inputs are wanted. */
export const withWanted = <T>(names: ReadonlySet<string>, f: () => T): T => {
  const outer = current;
  current = names;
  try {
    return f();
  } finally {
    current = outer;
  }
};
