/** `1 job`, `2 jobs`. @param what in the singular, with a regular plural */
export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
