/** A map with the same keys and other values. */
export const mapValues = <A, B>(
  map: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Record<string, B> => mapEntries(map, change);

export function mapEntries<A, B>(
  map: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
