/** What reports call the variants of methods: labels that name values of the matrix, and tell every row from the others. */
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { listIn, mapIn, mapsIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { choiceAmong } from '../manifest-tree/suggest.ts';
import { displayName, matrixPoints, valueText, variantName } from './display-name.ts';

export function checkLabels(view: ManifestView): ManifestProblem[] {
  const methods = mapsIn(view.plain, 'methods');
  const wrong = methods.flatMap(([name, method]) => [
    ...placeholders(view, name, method),
    ...valueLabels(view, name, method),
  ]);
  // A row that takes its name from a misspelt placeholder is the same problem once more.
  return wrong.length > 0 ? wrong : sameNames(view, methods);
}

function placeholders(view: ManifestView, name: string, method: JsonObject): ManifestProblem[] {
  const keys = Object.keys(mapIn(method, 'matrix'));
  if (keys.length === 0) return [];
  const named = [...(textIn(method, 'label') ?? '').matchAll(/\{([A-Za-z][\w.-]*)\}/g)].map(
    ([, key = '']) => key,
  );
  return [...new Set(named)]
    .filter((key) => !keys.includes(key))
    .map((key) => view.at(['methods', name, 'label'], unknownKey(key), choiceAmong(keys, key)));
}

/** Of the values themselves a profile may list others, so that a label for one that is not listed is no mistake. */
function valueLabels(view: ManifestView, name: string, method: JsonObject): ManifestProblem[] {
  const keys = Object.keys(mapIn(method, 'matrix'));
  if (keys.length === 0) return [];
  return Object.keys(mapIn(method, 'valueLabels'))
    .filter((key) => !keys.includes(key))
    .map((key) => view.atKey(['methods', name, 'valueLabels', key], unknownKey(key), choiceAmong(keys, key)));
}

const unknownKey = (name: string) => ({ reason: 'unknown-reference', what: 'matrix key', name }) as const;

/** One problem for each method that has a variant with the name of an earlier one. */
function sameNames(view: ManifestView, methods: readonly [string, JsonObject][]): ManifestProblem[] {
  const owners = new Map<string, { readonly method: string; readonly variant: string }>();
  return methods.flatMap(([name, method]) => {
    const valueLabels = textMaps(mapIn(method, 'valueLabels'));
    const texts = { label: textIn(method, 'label') ?? null, valueLabels };
    const problems = matrixPoints(matrixLists(mapIn(method, 'matrix'))).flatMap((point) => {
      const shown = displayName(name, texts, point);
      const variant = variantName(name, point, valueText);
      const owner = owners.get(shown);
      owners.set(shown, owner ?? { method: name, variant });
      // A value that is listed twice makes one variant twice, which has a message of its own.
      if (owner === undefined || owner.variant === variant) return [];
      return [sameName(view, { name, method, shown, other: owner.method })];
    });
    return problems.slice(0, 1);
  });
}

interface Taken {
  readonly name: string;
  readonly method: JsonObject;
  readonly shown: string;
  readonly other: string;
}

function sameName(view: ManifestView, { name, method, shown, other }: Taken): ManifestProblem {
  const reason = { reason: 'same-label', label: shown } as const;
  const found = other === name ? `two variants of ${name}` : `one of ${other} and one of ${name}`;
  const detail = {
    expected: 'a name for each row of a report',
    found: `${JSON.stringify(shown)} for ${found}`,
  };
  const key = ['label', 'valueLabels'].find((one) => Object.hasOwn(method, one));
  return key === undefined
    ? view.atKey(['methods', name], reason, detail)
    : view.at(['methods', name, key], reason, detail);
}

const matrixLists = (matrix: JsonObject): [string, readonly JsonValue[]][] =>
  Object.keys(matrix)
    .map((key): [string, readonly JsonValue[]] => [key, listIn(matrix, key)])
    .filter(([, values]) => values.length > 0);

const textMaps = (maps: JsonObject): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.keys(maps).map((key) => {
      const texts = Object.entries(mapIn(maps, key)).flatMap(([value, text]) =>
        typeof text === 'string' ? [[value, text] as const] : [],
      );
      return [key, Object.fromEntries(texts)];
    }),
  );
