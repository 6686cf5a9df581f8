/** What is asked for, as one text: the same for the same resource, in whatever order its parameters come. */

export type Parameters = Readonly<Record<string, string>>;

export function questionOf(name: string, parameters: Parameters): string {
  const search = new URLSearchParams(parameters);
  search.sort();
  return `${name}?${search}`;
}
