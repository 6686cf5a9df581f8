/** Reads what a person gives as layers. More is taken than the spaces hold: other sides, strides and numbers of filters. */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { isIntegerIn, type Path, Problems, readList, readObject, unwrapped } from '../read-value.ts';
import type { NasConvForm } from './form.ts';
import { type ConvGenotype, type ConvLayer, isRising } from './genotype.ts';

const mostLayers = 64;
const largestSide = 15;
const mostFilters = 4096;

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readConvGenotype(form: NasConvForm, value: unknown): Result<ConvGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, form.name, problems);
  const object = readObject(inner, path, ['layers'], problems);
  const at: Path = [...path, 'layers'];
  const what = `1 to ${mostLayers} layers`;
  const listed = object ? readList(object['layers'], at, what, problems) : [];
  if (object && Array.isArray(object['layers']) && (listed.length === 0 || listed.length > mostLayers)) {
    problems.wrong(at, `a list of ${what}`, listed);
  }
  const layers = listed.map((layer, l) => readLayer(layer, [...at, l], l, problems));
  if (problems.found.length > 0) return fail(...problems.found);
  return ok({ layers: layers.flatMap((layer) => layer ?? []) });
}

function readLayer(value: unknown, path: Path, index: number, problems: Problems): ConvLayer | undefined {
  const object = readObject(value, path, ['filter', 'stride', 'filters', 'inputs'], problems);
  if (!object) return undefined;
  const { filter, stride, filters, inputs } = object;
  const [sides, steps] = [
    readPair(filter, [...path, 'filter'], problems),
    readPair(stride, [...path, 'stride'], problems),
  ];
  if (!isIntegerIn(filters, 1, mostFilters)) {
    problems.wrong([...path, 'filters'], `an integer in [1, ${mostFilters}]`, filters);
    return undefined;
  }
  if (!isRising(inputs, index)) {
    const expected =
      index === 0
        ? 'an empty list: the first layer reads the image'
        : `rising numbers of layers in [0, ${index - 1}]`;
    problems.wrong([...path, 'inputs'], expected, inputs);
    return undefined;
  }
  return { filter: sides, stride: steps, filters, inputs };
}

function readPair(value: unknown, path: Path, problems: Problems): readonly [number, number] {
  const [height, width]: readonly unknown[] = Array.isArray(value) && value.length === 2 ? value : [];
  if (isIntegerIn(height, 1, largestSide) && isIntegerIn(width, 1, largestSide)) return [height, width];
  problems.wrong(path, `height and width, integers in [1, ${largestSide}]`, value);
  return [1, 1];
}
