/**
 * A declared space as independent parameters: the decisions in their order, then the edges of each cell. Decisions that
 * take no part are passed over; the second and further sources of a node are numbers among those that are left.
 */
import type { GenotypeEdge } from '../../../schemas/architecture.ts';
import type { Decision } from '../../../schemas/declared-space/decisions.ts';
import {
  type DeclaredCell,
  type DeclaredSpace,
  declaredName,
} from '../../../schemas/declared-space/declaration.ts';
import {
  type ConfigSpace,
  type Configuration,
  categorical,
  expectConfiguration,
  type Parameter,
} from '../config-space.ts';
import type { CellGraph } from './cell-graph.ts';
import { bySource, range } from './cells.ts';
import { type DeclaredGenotype, genotypeOf, type Parts } from './genotype.ts';
import { parameterOf } from './parameter-of.ts';
import type { ValueChoices, Values } from './values.ts';

export class DeclaredConfig implements ConfigSpace<DeclaredGenotype> {
  readonly name = declaredName;
  readonly parameters: readonly Parameter[];
  readonly #space: DeclaredSpace;
  readonly #choices: ValueChoices;
  readonly #idOf: (genotype: DeclaredGenotype) => string;

  constructor(space: DeclaredSpace, choices: ValueChoices, idOf: (genotype: DeclaredGenotype) => string) {
    this.#space = space;
    this.#choices = choices;
    this.#idOf = idOf;
    this.parameters = [
      ...choices.decisions.all.map(({ parameter: { name, domain }, layer }) =>
        parameterOf(layer === null ? name : `${name}[${layer}]`, domain),
      ),
      ...space.cells.flatMap(cellParameters),
    ];
  }

  decode = (configuration: Configuration): DeclaredGenotype =>
    genotypeOf(this.#space, this.#choices, this.parts(configuration));

  isValid = (configuration: Configuration): boolean =>
    !this.#choices.isForbidden(this.#values(configuration));

  isActive = (configuration: Configuration): readonly boolean[] => {
    const values = this.#values(configuration);
    return configuration.map((_, i) => i >= values.length || values[i] !== undefined);
  };

  id = (configuration: Configuration): string => this.#idOf(this.decode(configuration));

  parts(configuration: Configuration): Parts {
    expectConfiguration(this, configuration);
    let at = this.#choices.decisions.all.length;
    const take = (): number => {
      at += 1;
      return configuration[at - 1] ?? 0;
    };
    return {
      values: this.#values(configuration),
      cells: this.#space.cells.map((cell) => decodeCell(cell, take)),
    };
  }

  /** The configuration whose decisions that take no part have their first values. */
  encode({ values, cells }: Parts): Configuration {
    const decided = this.#choices.decisions.all.map((decision, i) => {
      const value = values[i];
      if (value !== undefined) return toParameter(decision, value);
      const parameter = this.parameters[i];
      return parameter && parameter.kind !== 'categorical' ? parameter.low : 0;
    });
    return [...decided, ...this.#space.cells.flatMap((cell, i) => encodeCell(cell, cells[i] ?? []))];
  }

  #values(configuration: Configuration): Values {
    return this.#choices.decide((decision, number) => fromParameter(decision, configuration[number] ?? 0));
  }
}

/** Integers are themselves in a configuration, and their indices in values. */
const toParameter = ({ parameter: { domain } }: Decision, value: number): number =>
  domain.kind === 'integer' ? domain.low + value : value;

const fromParameter = ({ parameter: { domain } }: Decision, value: number): number =>
  domain.kind === 'integer' ? value - domain.low : value;

/** Sources are a choice only where a node does not take all of them. */
const choosesSources = ({ inputs, edges }: DeclaredCell, node: number): boolean =>
  (edges[node] ?? 0) < inputs + node;

function cellParameters(cell: DeclaredCell): readonly Parameter[] {
  const { name, inputs, edges, operations } = cell;
  return edges.flatMap((count, node) =>
    range(count).flatMap((edge) => [
      categorical(`${name}[${node}][${edge}].operation`, operations.length),
      ...(choosesSources(cell, node)
        ? [categorical(`${name}[${node}][${edge}].source`, inputs + node - edge)]
        : []),
    ]),
  );
}

function decodeCell(cell: DeclaredCell, take: () => number): CellGraph {
  const { inputs, edges, operations } = cell;
  return edges.map((count, node) => {
    const left = [...range(inputs + node)];
    const pairs = range(count).map((): GenotypeEdge => {
      const operation = operations[take()] ?? '';
      const [source = -1] = left.splice(choosesSources(cell, node) ? take() : 0, 1);
      return [operation, source];
    });
    return bySource(pairs);
  });
}

function encodeCell(cell: DeclaredCell, graph: CellGraph): readonly number[] {
  return graph.flatMap((edges, node) => {
    const left = [...range(cell.inputs + node)];
    return edges.flatMap(([operation, source]) => {
      const at = left.indexOf(source);
      left.splice(at, 1);
      return [cell.operations.indexOf(operation), ...(choosesSources(cell, node) ? [at] : [])];
    });
  });
}
