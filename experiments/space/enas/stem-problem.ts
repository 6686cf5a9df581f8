/** Why networks of ENAS cannot have the stem, or undefined. */
export const stemProblem = ({ stem }: { readonly stem: string }): string | undefined =>
  stem === 'cifar'
    ? undefined
    : `ENAS has networks for small images alone: expected a setting \`stem\` of cifar, found ${stem}`;
