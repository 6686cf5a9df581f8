/** The options of a command line as they were typed, which is how messages name them. */
import type { QueryOptions } from '../../schemas/query.ts';

/** From `stemChannels` to `stem-channels`; what was not given is left out. */
export const typedOptions = (flags: Readonly<Record<string, string | boolean | undefined>>): QueryOptions =>
  Object.fromEntries(
    Object.entries(flags).flatMap(([name, value]) =>
      value === undefined || value === false ? [] : [[dashed(name), value] as const],
    ),
  );

const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
