/** Keeps the last data set of each kind, so that the jobs of one experiment decode it once. */
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import type { DataLoader } from '../data/data-loader.ts';
import type { ImageDataSet } from '../data/image-data-set.ts';
import type { Corpus } from '../data/language/corpus.ts';

/** What each kind of data is once it is loaded. */
export interface Loaded {
  readonly images: ImageDataSet;
  readonly text: Corpus;
  readonly table: Nasbench101Table;
}

/** Undefined for a name that is none, and for data of another kind. */
export type FindLoader = <K extends keyof Loaded>(
  name: string,
  kind: K,
) => Promise<DataLoader<Loaded[K]> | undefined>;

type Kind = keyof Loaded;

interface Held<K extends Kind> {
  readonly name: string;
  readonly folder: string | null;
  readonly value: Loaded[K];
}

export class DataCache {
  readonly #held: { [K in Kind]?: Held<K> } = {};
  readonly #find: FindLoader;

  constructor(find: FindLoader) {
    this.#find = find;
  }

  /** @param folder where the set's files and index.json lie; null for a generated set */
  async load<K extends Kind>(
    kind: K,
    name: string,
    folder: string | null,
  ): Promise<Result<Loaded[K], JobFailure>> {
    const held: Held<K> | undefined = this.#held[kind];
    if (held?.name === name && held.folder === folder) return ok(held.value);
    const loader = await this.#find(name, kind);
    if (!loader) return fail({ reason: 'job-refused', message: `This version has no ${kind} data ${name}` });
    const loaded = loader.load(folder);
    if (loaded.ok) Object.assign(this.#held, { [kind]: { name, folder, value: loaded.value } });
    return loaded;
  }
}
