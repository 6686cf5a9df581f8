/** Under which name an experiment's reports and latest run lie in a store. */
export const experimentName = (id: string, profile: string): string => `${id}.${profile}`;
