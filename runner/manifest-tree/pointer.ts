/** JSON Pointers (RFC 6901), by which validators of schemas name places. */
import type { Path } from './node.ts';

export const pathOfPointer = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
