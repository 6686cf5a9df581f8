import { spaceOf } from './module.ts';

export const space = spaceOf(1);
