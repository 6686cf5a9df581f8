/**
 * What a search space says about itself. Each folder below this one exports a `space`, and `registry/spaces.ts` lists
 * them: nothing else names a space. No tensors and no files here; networks are loaded through `tasks`.
 */
import type { JsonObject } from '../../schemas/json.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../../schemas/query.ts';
import type { Result } from '../../schemas/result.ts';
import type { ConfigSpace } from './config-space.ts';
import type { Picture } from './drawn-graph.ts';
import type { OptionLaws } from './options.ts';
import type { SearchSpace } from './search-space.ts';

/**
 * `A`: an architecture as methods search it. `G`: the same as files hold it, under `genotype` of `architecture.json`.
 * They differ where the choices of a space are cells of another one.
 */
export interface SpaceModule<A, G = A> extends SearchSpace<A> {
  /** What its architectures are, in one sentence. */
  readonly sentence: string;
  readonly source: string;
  /** The size that its paper gives, where that counts other things than different ids. */
  readonly publishedCount: bigint;
  /** The architectures as independent parameters. */
  readonly config: ConfigSpace<A>;
  /** Published architectures by name, whether or not the space holds them. */
  readonly examples: Readonly<Record<string, G>>;
  /** Equal exactly for genotypes that are the same network; the `id` of architectures is that of their genotypes. */
  genotypeId(genotype: G): string;
  /** What a file holds of an architecture. */
  genotypeOf(architecture: A): G;
  /** The inverse, also for genotypes that the space lacks but that have networks. Problems name their places. */
  read(value: unknown): Result<G, QueryProblem>;
  readonly description: () => Promise<SpaceDescription>;
  /** The tasks in which its architectures are tried one by one, as black-box methods need it. */
  readonly triedIn: readonly (keyof TaskSupport<G, A> | TaskOfAnySpace)[];
  /** What the tasks ask of a space, for those that it has networks or results in. */
  readonly tasks: TaskSupport<G, A>;
}

/** A task that needs nothing of a space but its architectures. */
export type TaskOfAnySpace = 'command';

/** Each task's folder adds what it asks of a space, under its kind. */
// biome-ignore lint/suspicious/noEmptyInterface: tasks fill it
// biome-ignore lint/correctness/noUnusedVariables: tasks use them
export interface TaskSupport<G, A> {}

/** The answers of `reprise arch` and `reprise space`. */
export interface SpaceDescription {
  /** Options of `reprise arch`. */
  readonly options: OptionLaws;
  describe(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer;
  /** Options of `reprise space`. */
  readonly sizeOptions: OptionLaws;
  /** Number of architectures, by every rule by which it is published. */
  size(options: QueryOptions): SizeAnswer;
}

export type ArchitectureAnswer =
  | (Extract<QueryAnswer, { readonly json: unknown }> & { readonly picture?: Picture })
  | Extract<QueryAnswer, { readonly ok: false }>;

export type SizeAnswer =
  | Extract<QueryAnswer, { readonly json: unknown }>
  | Extract<QueryAnswer, { readonly ok: false }>
  | { readonly ok: true; readonly hashes: HashList };

/** Different cells, each with a hash, to be listed. */
export interface HashList {
  readonly cells: Iterable<{ readonly hash: string }>;
  readonly total: number;
  /** What JSON says besides the hashes. */
  readonly about: JsonObject;
}
