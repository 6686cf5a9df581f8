/** SHA-256 (hexadecimal) over path and content of every source that a build is made of. */
export function sourceDigest(root: string): string;
