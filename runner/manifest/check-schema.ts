/** Checks a manifest against the JSON Schema, and gives each fault one problem at the place where it is written. */
import type { JsonValue } from '../../schemas/json.ts';
import type { Node } from '../manifest-tree/node.ts';
import { pathOfPointer } from '../manifest-tree/pointer.ts';
import type { PlacedProblem } from '../manifest-tree/problem.ts';
import { schemaAt } from './schema.ts';
import {
  badName,
  type Fault,
  missingKey,
  tooManyEntries,
  unknownKey,
  unknownKind,
  wrongValue,
} from './schema-problem.ts';
import { type SchemaError, validate } from './schema-validator.js';

export function checkSchema(root: Node, plain: JsonValue): PlacedProblem[] {
  if (validate(plain)) return [];
  const problems = (validate.errors ?? []).flatMap((error) => {
    const path = pathOfPointer(error.instancePath);
    return problemsOf(error, { root, path, schema: schemaAt(plain, path) });
  });
  const meant = meantPaths(problems);
  return problems.filter((problem) => !isMisspelt(problem, meant));
}

/** Nothing for an error that only follows from another. */
function problemsOf({ keyword, params }: SchemaError, fault: Fault): PlacedProblem[] {
  switch (keyword) {
    case 'required':
      return [missingKey(fault, String(params['missingProperty']))];
    case 'additionalProperties':
      return [unknownKey(fault, String(params['additionalProperty']))];
    case 'propertyNames':
      return [badName(fault, String(params['propertyName']))];
    case 'maxProperties':
      return [tooManyEntries(fault)];
    case 'discriminator':
      return params['tagValue'] === undefined ? [] : [unknownKind(fault)];
    default:
      // Errors inside `propertyNames` carry the path of the map, whose own schema has no such law.
      return keyword in fault.schema ? [wrongValue(fault)] : [];
  }
}

/** Paths that unknown keys were probably meant to have. */
const meantPaths = (problems: readonly PlacedProblem[]): ReadonlySet<string> =>
  new Set(
    problems.flatMap((other) =>
      other.reason === 'unknown-key' ? [`${parentOf(other.path, other.key)}${other.suggestion}`] : [],
    ),
  );

/** Whether a missing key is there after all, under an unknown name that was probably meant to be it. */
function isMisspelt(problem: PlacedProblem, meant: ReadonlySet<string>): boolean {
  return problem.reason === 'missing-key' && problem.path.endsWith(problem.key) && meant.has(problem.path);
}

const parentOf = (path: string, key: string): string => path.slice(0, path.length - key.length);
