export function workersOf(runner: number): number[];
export function processesOf(folder: string): number[];
export function killAll(pids: readonly number[]): number;
