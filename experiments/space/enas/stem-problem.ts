import type { TrainingSettings } from '../../task/image-classification/settings.ts';

/** Why networks of ENAS cannot have the stem, or undefined. */
export const stemProblem = ({ stem }: Pick<TrainingSettings, 'stem'>): string | undefined =>
  stem === 'cifar'
    ? undefined
    : `ENAS has networks for small images alone: expected a setting \`stem\` of cifar, found ${stem}`;
