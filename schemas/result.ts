/** Expected failures are values. */
export type Result<T, F> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failures: readonly F[] };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const fail = <F>(
  ...failures: readonly F[]
): { readonly ok: false; readonly failures: readonly F[] } => ({
  ok: false,
  failures,
});
