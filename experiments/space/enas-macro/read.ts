/** Reads what a person gives as an architecture of the macro space, of any number of layers. */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { type Path, Problems, readIntegers, readList, readObject, unwrapped } from '../read-value.ts';
import type { MacroGenotype, MacroLayer } from './genotype.ts';
import { isOperation, operations } from './operations.ts';

export const mostLayers = 100;

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readMacroGenotype(value: unknown): Result<MacroGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'enas-macro', problems);
  const object = readObject(inner, path, ['layers'], problems);
  if (!object) return fail(...problems.found);
  const place = [...path, 'layers'];
  const what = `1 to ${mostLayers} layers`;
  const layers = readList(object['layers'], place, what, problems);
  if (Array.isArray(object['layers']) && (layers.length === 0 || layers.length > mostLayers)) {
    problems.wrong(place, `a list of ${what}`, layers);
    return fail(...problems.found);
  }
  const read = layers.map((layer, i) => readLayer(layer, [...place, i], i, problems));
  return problems.found.length > 0 ? fail(...problems.found) : ok({ layers: read as readonly MacroLayer[] });
}

function readLayer(value: unknown, path: Path, index: number, problems: Problems): MacroLayer | undefined {
  const object = readObject(value, path, ['operation', 'skips'], problems);
  if (!object) return undefined;
  const { operation, skips } = object;
  const isKnown = isOperation(operation);
  if (!isKnown) {
    problems.wrong([...path, 'operation'], `one of ${operations.join(', ')}`, operation, operations);
  }
  const maps = readSkips(skips, [...path, 'skips'], index, problems);
  return isKnown ? { operation, skips: maps } : undefined;
}

/** A layer may have none, and the first one has none to choose from. */
function readSkips(value: unknown, path: Path, index: number, problems: Problems): readonly number[] {
  if (Array.isArray(value) && value.length === 0) return [];
  if (index > 0) {
    const maps = readIntegers(value, path, { min: 0, max: index - 1 }, problems);
    return maps.toSorted((a, b) => a - b);
  }
  problems.wrong(path, 'an empty list: the first layer has the stem before it alone', value);
  return [];
}
