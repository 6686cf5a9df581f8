/** A declared space: counting, drawing, changing and naming its architectures. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import { Combinations } from '../../../schemas/declared-space/count-combinations.ts';
import {
  type DeclaredCell,
  type DeclaredSpace,
  declaredName,
} from '../../../schemas/declared-space/declaration.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Draws } from '../../rng/draws.ts';
import type { SearchSpace } from '../search-space.ts';
import type { CellGraph } from './cell-graph.ts';
import { CellChoices } from './cells.ts';
import { DeclaredConfig } from './config.ts';
import { type DeclaredGenotype, genotypeOf, type Parts } from './genotype.ts';
import { readParts } from './read.ts';
import { ValueSampler } from './sample-values.ts';
import { ValueChoices } from './values.ts';

/** Changes that may lead to no other architecture before the search for one starts anew. */
const mostChanges = 200;

interface DrawableCell {
  readonly cell: DeclaredCell;
  readonly graph: CellGraph;
}

export class DeclaredArchitectures implements SearchSpace<DeclaredGenotype> {
  readonly name = declaredName;
  readonly declaration: DeclaredSpace;
  readonly config: DeclaredConfig;
  readonly cells: readonly CellChoices[];
  readonly #choices: ValueChoices;
  #sampler: ValueSampler | undefined;

  constructor(declaration: DeclaredSpace) {
    this.declaration = declaration;
    this.#choices = new ValueChoices(declaration);
    this.cells = declaration.cells.map((cell) => new CellChoices(cell));
    this.config = new DeclaredConfig(declaration, this.#choices, this.id);
  }

  get isContinuous(): boolean {
    return this.declaration.parameters.some(({ domain }) => domain.kind === 'float');
  }

  /** Of the parameters alone; floats count as one value each. */
  get combinations(): bigint {
    const { total } = new Combinations(this.declaration);
    if (total === undefined)
      throw new Error('Internal error: a declaration that was read and cannot be counted');
    return total;
  }

  get count(): bigint | null {
    if (this.isContinuous) return null;
    return this.cells.reduce<bigint | null>(
      (product, { count }) => (product === null || count === null ? null : product * count),
      this.combinations,
    );
  }

  /** As `count`, but each numbering of a cell's nodes counts; floats count as one value each. */
  get labelled(): bigint {
    return this.cells.reduce((product, { labelled }) => product * labelled, this.combinations);
  }

  sample = (draws: Draws): DeclaredGenotype => {
    this.#sampler ??= new ValueSampler(this.declaration);
    const values = this.#sampler.sample(draws);
    return this.#genotype({ values, cells: this.cells.map((cell) => cell.sample(draws)) });
  };

  /** Where no single change makes another architecture, one is drawn. */
  mutate = (genotype: DeclaredGenotype, draws: Draws): DeclaredGenotype => {
    const parts = this.#parts(genotype);
    const id = this.id(genotype);
    for (let i = 0; i < mostChanges; i += 1) {
      const changed = this.#changed(parts, draws);
      if (!changed || this.#choices.isForbidden(changed.values)) continue;
      const mutant = this.#genotype(changed);
      if (this.id(mutant) !== id) return mutant;
    }
    for (;;) {
      const other = this.sample(draws);
      if (this.id(other) !== id) return other;
    }
  };

  encode = (genotype: DeclaredGenotype): readonly number[] => this.config.encode(this.#parts(genotype));

  decode = (code: readonly number[]): DeclaredGenotype => {
    const parts = this.config.parts(code);
    const isCanonical = this.config.encode(parts).every((value, i) => value === code[i]);
    if (!isCanonical || this.#choices.isForbidden(parts.values)) {
      throw new TypeError(
        `Expected the numbers of an allowed architecture, the first value where a decision takes no part, got [${code.join(', ')}]`,
      );
    }
    return this.#genotype(parts);
  };

  read = (value: unknown): Result<DeclaredGenotype, QueryProblem> => {
    const parts = readParts(value, this.declaration, this.#choices);
    if (!parts.ok) return parts;
    const genotype = this.#genotype(parts.value);
    if (!this.#choices.isForbidden(parts.value.values)) return ok(genotype);
    const misfit = { expected: 'a combination that is allowed', found: 'one that is forbidden' };
    return fail({ kind: 'value', path: [], ...misfit });
  };

  validate = (value: unknown): readonly string[] => {
    const read = this.read(value);
    return read.ok ? [] : read.failures.map(messageOf);
  };

  id = (genotype: DeclaredGenotype): Sha256 => {
    const cells = this.graphsOf(genotype).map(({ cell, graph }, i) => [
      cell.name,
      this.cells[i]?.canonical(graph) ?? null,
    ]);
    return canonicalDigest({ space: declaredName, genotype: { ...genotype, ...Object.fromEntries(cells) } });
  };

  graphsOf = (genotype: DeclaredGenotype): readonly DrawableCell[] =>
    this.declaration.cells.map((cell) => {
      // A genotype that was read or drawn here has its cells.
      const graph = genotype[cell.name] as unknown as CellGraph;
      return { cell, graph };
    });

  #genotype = (parts: Parts): DeclaredGenotype => genotypeOf(this.declaration, this.#choices, parts);

  /** Forbidden combinations have parts, too. */
  #parts(genotype: DeclaredGenotype): Parts {
    const parts = readParts(genotype, this.declaration, this.#choices);
    if (parts.ok) return parts.value;
    throw new TypeError(`Expected an architecture of the space: ${parts.failures.map(messageOf).join('; ')}`);
  }

  #changed({ values, cells }: Parts, draws: Draws): Parts | undefined {
    const edges = this.declaration.cells.map((cell) => cell.edges.reduce((sum, count) => sum + count, 0));
    const open = this.#choices.openIn(values);
    let at = draws.below(open + edges.reduce((sum, count) => sum + count, 0));
    if (at < open) {
      const changed = this.#choices.change(values, draws);
      return changed && { values: changed, cells };
    }
    at -= open;
    for (const [i, count] of edges.entries()) {
      if (at >= count) {
        at -= count;
        continue;
      }
      const changed = this.cells[i]?.change(cells[i] ?? [], draws);
      return changed && { values, cells: cells.with(i, changed) };
    }
    return undefined;
  }
}

const messageOf = (problem: QueryProblem): string =>
  'path' in problem
    ? `${problem.path.join('.') || 'architecture'}: expected ${problem.expected}, got ${problem.found}`
    : 'expected an architecture';
