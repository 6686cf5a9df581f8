/** Definitions of the reports: one for each kind, and one for each setting that bears an `$id`. */
import { camel, map, plain, refTo } from './settings.mjs';

const kindOf = (kind, isDefault) => ({
  title: 'Report kind',
  description: 'What the report is.',
  const: kind,
  ...(isDefault ? { default: kind } : {}),
});

/** @param kinds the first is what a report is that does not say */
export function reportDefinitions(kinds) {
  const named = new Map();
  const definitions = kinds.map((kind, i) => [nameOf(kind), definition(kind, i === 0, named)]);
  const [standard] = kinds;
  return {
    report: {
      title: 'Report',
      description: 'A table, a figure, or a file of data. Without `kind` it is a table.',
      if: { type: 'object', required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: refTo('reportOfKind'),
      else: refTo(nameOf(standard)),
    },
    reportOfKind: {
      title: 'Report',
      description: 'A report that says what it is.',
      type: 'object',
      required: ['kind'],
      discriminator: { propertyName: 'kind' },
      oneOf: kinds.map((kind) => refTo(nameOf(kind))),
    },
    ...Object.fromEntries([...definitions, ...named]),
  };
}

const nameOf = ({ kind }) => `${camel(kind)}Report`;

function definition({ kind, title, description, settings, required, example }, isDefault, named) {
  return map(title, description, {
    required: [...(isDefault ? [] : ['kind']), 'title', ...required],
    own: {
      kind: kindOf(kind, isDefault),
      title: refTo('title'),
      ...mapped(settings, (setting) => lawOf(setting, named)),
    },
    example: isDefault ? example : { kind, ...example },
  });
}

/** A setting as JSON Schema, in which what bears an `$id` is a reference, with the words that differ beside it. */
function lawOf(setting, named) {
  const { $id, 'x-base': base, ...law } = plain(setting);
  if (base !== undefined) {
    const known = plain(base);
    const differing = Object.entries(law).filter(([key, value]) => !areEqual(value, known[key]));
    return { ...lawOf(base, named), ...Object.fromEntries(differing) };
  }
  if ($id === undefined) return withReferences(law, named);
  if (!named.has($id)) named.set($id, withReferences(law, named));
  return refTo($id);
}

function withReferences({ properties, required, items, additionalProperties, propertyNames, ...law }, named) {
  const inside = (node) => (typeof node === 'object' ? lawOf(node, named) : node);
  const written = required?.filter((name) => properties[name].default === undefined);
  return {
    ...law,
    ...(written?.length > 0 ? { required: written } : {}),
    ...(propertyNames === undefined ? {} : { propertyNames: inside(propertyNames) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: inside(additionalProperties) }),
    ...(items === undefined ? {} : { items: inside(items) }),
    ...(properties === undefined ? {} : { properties: mapped(properties, inside) }),
  };
}

const mapped = (values, change) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

const areEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);
