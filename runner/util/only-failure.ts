/** The single failure of a result that has one. */
export function onlyFailure<T>(failures: readonly T[]): T {
  const [failure] = failures;
  if (failure === undefined) throw new Error('Internal error: a failure without a reason');
  return failure;
}
