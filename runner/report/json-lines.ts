/** Files of one JSON object a line. */
import type { JsonObject } from '../../schemas/json.ts';

/** @throws SyntaxError for a line that is no JSON: jobs write canonical JSON, and the store verified the bytes. */
export const parseJsonLines = (text: string): JsonObject[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
