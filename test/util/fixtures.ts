/** Reads the numbers that come with the project; test/fixtures/README.md says where each is from. */
import { readFileSync } from 'node:fs';

const folder = new URL('../fixtures/', import.meta.url);

/** @param path below test/fixtures */
export const readFixture = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

/** The numbers of the official DARTS family. */
export const readGolden = (name: string) => readFixture(`golden/darts/${name}`);
