/** What `reprise arch` and `reprise space` say of a declared space. */
import { declaredName } from '../../../schemas/declared-space/declaration.ts';
import type { JsonObject, JsonValue } from '../../../schemas/json.ts';
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { draws } from '../../rng/draws.ts';
import { key, split } from '../../rng/key.ts';
import { exactly, grouped } from '../answer.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, readOptions } from '../options.ts';
import { drawCell } from './drawing.ts';
import type { DeclaredGenotype } from './genotype.ts';
import type { DeclaredArchitectures } from './space.ts';

const owner = 'a declared space';
const noOptions = {} as const;

const sizeLaws = {
  samples: integer('count', [0, 1_000], 3, 'architectures drawn as examples'),
  seed: integer('number', [0, 4_294_967_295], 0, 'seed of the drawn architectures'),
} as const;

export const descriptionOf = (space: DeclaredArchitectures): SpaceDescription => ({
  options: noOptions,
  describe: (given, options) => describeGenotype(space, given, options),
  sizeOptions: sizeLaws,
  size: (options) => describeSize(space, options),
});

function describeGenotype(
  space: DeclaredArchitectures,
  given: GivenArchitecture,
  options: QueryOptions,
): ArchitectureAnswer {
  const values = readOptions(options, noOptions, owner);
  const read = givenGenotype<DeclaredGenotype>(given, {}, space.read);
  if (!values.ok || !read.ok) {
    const problems = [...(values.ok ? [] : values.failures), ...(read.ok ? [] : read.failures)];
    return { ok: false, problems };
  }
  const genotype = read.value;
  const id = space.id(genotype);
  const graphs = space.graphsOf(genotype).map(({ cell, graph }) => drawCell(cell, graph));
  return {
    ok: true,
    json: { space: declaredName, id, decisions: space.encode(genotype).length, genotype: { ...genotype } },
    rows: [
      ['space', declaredName],
      ['id', id],
      ...Object.entries(genotype).map(([name, value]) => [name, shown(value)]),
    ],
    ...(graphs.length > 0 ? { picture: { heading: null, graphs } } : {}),
  };
}

const shown = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Words for where there is no number. */
const infinite = 'infinite';
const uncounted = 'not counted';

function describeSize(space: DeclaredArchitectures, options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, owner);
  if (!read.ok) return { ok: false, problems: read.failures };
  const { samples, seed } = read.value;
  const genotypes = Array.from({ length: samples }, (_, i) =>
    space.sample(draws(split(key(seed), 'sample', i))),
  );
  const names = space.declaration.parameters.map(({ name }) => name);
  const encoded = space.config.parameters.length;
  return {
    ok: true,
    json: {
      space: declaredName,
      count: countJson(space),
      architectures: countJson(space),
      combinations: exactly(space.combinations),
      labelled: exactly(space.labelled),
      parameters: names,
      cells: space.cells.map(({ cell, count, labelled }): JsonObject => {
        return {
          name: cell.name,
          count: count === null ? null : exactly(count),
          labelled: exactly(labelled),
        };
      }),
      encoded,
      samples: genotypes.map((genotype) => ({ ...genotype })),
    },
    rows: [
      ['space', declaredName],
      ['architectures', countText(space)],
      ...(names.length === 0 ? [] : [['parameters', names.join(', ')]]),
      ...space.cells.map(({ cell, count, labelled }) => [
        cell.name,
        `${count === null ? uncounted : grouped(count)}; ${grouped(labelled)} with numbered nodes`,
      ]),
      ['encoded as', `${encoded} numbers`],
      ...genotypes.map((genotype, i) => [`sample ${i}`, JSON.stringify(genotype)]),
    ],
  };
}

const countJson = ({ count, isContinuous }: DeclaredArchitectures): number | string | null =>
  count === null ? (isContinuous ? infinite : null) : exactly(count);

/** What is not counted has the number of labelled architectures as its upper bound. */
function countText({ count, isContinuous, labelled }: DeclaredArchitectures): string {
  if (count !== null) return grouped(count);
  if (!isContinuous) return `${uncounted}, at most ${grouped(labelled)}`;
  return `${infinite}: ${grouped(labelled)} without the values of the floats`;
}
