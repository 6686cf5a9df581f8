/** Reads what a person or a job gives as an architecture of a declared space. */
import type { GenotypeEdge } from '../../../schemas/architecture.ts';
import {
  type Combination,
  type DeclaredCell,
  type DeclaredParameter,
  type DeclaredSpace,
  declaredName,
} from '../../../schemas/declared-space/declaration.ts';
import { domainText, indexOf, isScalar, valueAt } from '../../../schemas/declared-space/domain.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { isIntegerIn, type Path, Problems, readList, unwrapped } from '../read-value.ts';
import type { CellGraph } from './cell-graph.ts';
import { bySource } from './cells.ts';
import type { Parts } from './genotype.ts';
import type { ValueChoices } from './values.ts';

type Written = Readonly<Record<string, unknown>>;

/** An architecture, or an `architecture.json` around one; its combination may be forbidden. */
export function readParts(
  value: unknown,
  space: DeclaredSpace,
  choices: ValueChoices,
): Result<Parts, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, declaredName, problems);
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
    problems.wrong(path, 'an object with the values of the parameters and the cells', inner);
    return fail(...problems.found);
  }
  const written: Written = { ...inner };
  const parts = new Reader(space, choices, problems, path).read(written);
  return problems.found.length > 0 ? fail(...problems.found) : ok(parts);
}

class Reader {
  readonly #space: DeclaredSpace;
  readonly #choices: ValueChoices;
  readonly #problems: Problems;
  readonly #path: Path;

  constructor(space: DeclaredSpace, choices: ValueChoices, problems: Problems, path: Path) {
    this.#space = space;
    this.#choices = choices;
    this.#problems = problems;
    this.#path = path;
  }

  read(written: Written): Parts {
    const values = this.#choices.decide(({ parameter, layer }) => {
      const place = [...this.#path, parameter.name, ...(layer === null ? [] : [layer])];
      const whole = Object.hasOwn(written, parameter.name) ? written[parameter.name] : undefined;
      // A list that is none is told once, below.
      if (layer !== null && !Array.isArray(whole)) return undefined;
      const item: unknown = layer === null ? whole : Array.isArray(whole) ? whole[layer] : undefined;
      return this.#value(parameter, item, place);
    });
    const known = [...this.#space.parameters, ...this.#space.cells].map(({ name }) => name);
    for (const key of Object.keys(written)) {
      if (!known.includes(key)) this.#problems.unknownKey(this.#path, key, known);
    }
    // What takes part cannot be said where a value is none.
    if (this.#problems.found.length === 0) {
      for (const parameter of this.#space.parameters) this.#checkShape(parameter, values, written);
    }
    const cells = this.#space.cells.map((cell) => this.#cell(cell, written[cell.name]));
    return { values, cells };
  }

  #value({ domain }: DeclaredParameter, value: unknown, path: Path): number | undefined {
    if (isScalar(value) && domain.kind === 'float' && typeof value === 'number') {
      // -0 has no canonical form.
      if (value >= domain.low && value <= domain.high) return value === 0 ? 0 : value;
    } else if (isScalar(value)) {
      const index = indexOf(domain, value);
      if (index >= 0) return index;
    }
    this.#problems.wrong(path, domainText(domain), value);
    return undefined;
  }

  /** What takes no part is not written, and lists have an entry for each layer. */
  #checkShape(parameter: DeclaredParameter, values: Parts['values'], written: Written): void {
    const { name, when, layers } = parameter;
    const path = [...this.#path, name];
    const value = Object.hasOwn(written, name) ? written[name] : undefined;
    const numbers = this.#choices.numbersOf(parameter);
    const count = layers ? this.#choices.layersIn(parameter, values) : undefined;
    const isAbsent = layers ? count === undefined : !this.#choices.takesPart(numbers[0] ?? -1, values);
    if (isAbsent) {
      const reason = when.length > 0 ? `, since it takes part only with ${this.#text(when)}` : '';
      if (value !== undefined) this.#problems.wrong(path, `no ${name}${reason}`, value);
      return;
    }
    if (count === undefined) return;
    if (!Array.isArray(value) || value.length !== count) {
      this.#problems.wrong(path, `a list of ${count} values, one for each layer`, value);
      return;
    }
    numbers.slice(0, count).forEach((number, layer) => {
      if (this.#choices.takesPart(number, values) || value[layer] === null) return;
      this.#problems.wrong(
        [...path, layer],
        `null, since it takes part only with ${this.#text(when)}`,
        value[layer],
      );
    });
  }

  #text(when: Combination): string {
    const texts = when.map(({ parameter, indices }) => {
      const domain = this.#space.parameters.find(({ name }) => name === parameter)?.domain;
      const values = domain ? indices.map((index) => String(valueAt(domain, index))) : [];
      return `${parameter} ${values.join(' or ')}`;
    });
    return texts.join(' and ');
  }

  #cell({ name, inputs, edges, operations }: DeclaredCell, value: unknown): CellGraph {
    const path = [...this.#path, name];
    const nodes = readList(value, path, `${edges.length} nodes`, this.#problems);
    if (nodes.length !== edges.length) {
      if (Array.isArray(value)) this.#problems.wrong(path, `a list of ${edges.length} nodes`, value);
      return [];
    }
    return nodes.map((node, i) => {
      const count = edges[i] ?? 0;
      if (!Array.isArray(node) || node.length !== count) {
        this.#problems.wrong([...path, i], `a list of ${count} [operation, source] pairs`, node);
        return [];
      }
      const pairs: readonly unknown[] = node;
      const read = pairs.map((pair, j) => this.#edge(pair, [...path, i, j], operations, inputs + i - 1));
      const sources = read.map(([, source]) => source);
      sources.forEach((source, j) => {
        if (sources.indexOf(source) < j) this.#problems.wrong([...path, i, j, 1], 'each source once', source);
      });
      return bySource(read);
    });
  }

  #edge(pair: unknown, path: Path, operations: readonly string[], most: number): GenotypeEdge {
    const [operation, source, more]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof operation === 'string' && operations.includes(operation) && more === undefined) {
      if (isIntegerIn(source, 0, most)) return [operation, source];
      this.#problems.wrong([...path, 1], `a source in [0, ${most}]`, source);
    } else if (Array.isArray(pair) && pair.length === 2) {
      this.#problems.wrong([...path, 0], `one of ${operations.join(', ')}`, operation, operations);
    } else {
      this.#problems.wrong(path, 'a pair: an operation and a source', pair);
    }
    return ['', -1 - (path.at(-1) === 0 ? 0 : Number(path.at(-1)))];
  }
}
