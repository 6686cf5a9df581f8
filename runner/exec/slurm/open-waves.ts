/** The arrays of which a job is open, and how Slurm calls their tasks. */
import type { Wave } from '../../../schemas/slurm.ts';
import type { Ledger, TaskPlace } from './ledger.ts';
import type { SlurmJob } from './slurm-job.ts';

/** A wave as far as it matters while a job of it is open. */
export interface OpenWave {
  /** ISO 8601, UTC: before it was handed in. */
  readonly at: string;
  /** Undefined until Slurm has told it. */
  readonly jobId: string | undefined;
}

export class OpenWaves {
  readonly #ledger: Ledger;
  readonly #waves = new Map<string, OpenWave>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(name: string): OpenWave | undefined {
    return this.#waves.get(name);
  }

  submitted({ name, at }: Wave, jobId: string): void {
    this.#waves.set(name, { at, jobId });
  }

  /** Of a submission whose answer was lost. */
  learnId(name: string, jobId: string): void {
    const known = this.#ledger.readWave(name);
    if (known === undefined) return;
    this.submitted(known.wave, jobId);
    this.#ledger.confirm(known.wave, jobId);
  }

  /** Where a runner before this one had handed a job in; undefined when there is nothing to take up. */
  adopt({ spec }: SlurmJob): TaskPlace | undefined {
    const place = this.#ledger.placeOf(spec.key);
    const known = place === undefined ? undefined : this.#ledger.readWave(place.wave);
    if (place === undefined || known === undefined) return undefined;
    if (!this.#waves.has(place.wave)) this.#waves.set(place.wave, { at: known.wave.at, jobId: known.jobId });
    return place;
  }

  /** Forgets all waves but those of these jobs. @returns their names, and when the first of them was handed in */
  keepOf(jobs: readonly SlurmJob[]): { readonly names: readonly string[]; readonly since: string } {
    const needed = new Set(jobs.flatMap(({ place }) => place?.wave ?? []));
    for (const name of [...this.#waves.keys()]) if (!needed.has(name)) this.#waves.delete(name);
    const moments = [...this.#waves.values()].map(({ at }) => at).sort();
    return { names: [...this.#waves.keys()], since: moments[0] ?? '' };
  }

  /** Such as `123_4`; undefined while Slurm has not told the id of the array. */
  taskName({ place }: SlurmJob): string | undefined {
    const jobId = place === undefined ? undefined : this.#waves.get(place.wave)?.jobId;
    return place === undefined || jobId === undefined ? undefined : `${jobId}_${place.index}`;
  }
}
