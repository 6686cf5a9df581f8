/** What the page is answered, as JSON: the one contract of its two halves. */
import type { RunDiff } from '../../schemas/diff.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import type { Summary } from '../statistics/summary.ts';
import type { ExperimentState } from '../study/experiment-state.ts';
import type { ListedRun } from '../study/run-list.ts';
import type { CellTrace, TracedJob } from '../trace/trace-cell.ts';
import type { TrajectorySeries } from '../trace/trajectory-series.ts';

export interface Overview {
  readonly root: string;
  readonly store: string;
  readonly manifests: readonly {
    /** Null where the file gives none that can be read. */
    readonly id: string | null;
    readonly title: string | null;
    readonly file: string;
    readonly isPackaged: boolean;
    /** `base` first. */
    readonly profiles: readonly string[];
    readonly problems: string | null;
  }[];
  readonly runs: readonly ListedRun[];
}

export type { ExperimentState, ListedRun };

/** `earlier`: it is to run, and a result of other code, data or settings is there. */
export type JobState = 'done' | 'earlier' | 'run' | 'waits' | 'failed';

export interface JobGroup {
  readonly name: string;
  readonly variant: string;
  readonly displayName: string;
  readonly method: string;
  readonly seedSet: string;
  readonly stage: string;
  readonly jobs: number;
  readonly states: Readonly<Record<JobState, number>>;
}

export interface ExperimentAnswer {
  readonly id: string;
  readonly profile: string;
  readonly title: string;
  /** As a command line names it. */
  readonly call: string;
  readonly digest: string;
  readonly commit: string;
  readonly dirty: boolean;
  readonly task: string;
  readonly space: string;
  readonly setting: string;
  readonly seedSets: readonly { readonly name: string; readonly seeds: readonly number[] }[];
  readonly stages: readonly { readonly name: string; readonly kind: string }[];
  readonly reports: readonly {
    readonly name: string;
    readonly title: string;
    readonly kind: string;
    readonly kindTitle: string;
  }[];
  readonly groups: readonly JobGroup[];
  /** Names of groups, and how many jobs of `to` read from jobs of `from`. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly jobs: number }[];
}

export type JobRow = readonly [
  label: string,
  kind: string,
  variant: string,
  seedSet: string,
  stage: string,
  seed: number,
  state: JobState,
  key: string | null,
  /** Number of jobs that it reads from. */
  needs: number,
];

export interface JobsAnswer {
  readonly jobs: readonly JobRow[];
}

/** Under these names a cell is asked for. */
export interface ReportCells {
  readonly rows: readonly {
    readonly name: string;
    readonly label: string;
    readonly seedSet: string | null;
  }[];
  readonly columns: readonly {
    readonly name: string;
    readonly stage: string;
    readonly label: string;
    /** Behind the point, in the unit that reports show; null for a column of no metric. */
    readonly digits: number | null;
  }[];
}

export interface ReportAnswer {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  /** As a terminal shows it. */
  readonly text: string;
  /** The text says why nothing was built. */
  readonly isBroken: boolean;
  /** Content of the JSON file; null for a broken report. */
  readonly data: JsonValue;
  readonly svg: string | null;
  readonly files: readonly {
    readonly file: string;
    readonly digest: string;
    readonly text: string;
    /** Null where no lock names the file. */
    readonly asLocked: boolean | null;
  }[];
  readonly cells: ReportCells;
  /** Results that are of other code, data or settings than those of the folder. */
  readonly earlier: number;
}

export interface CellAnswer {
  readonly report: string;
  readonly title: string;
  readonly row: string;
  readonly column: CellTrace['cell']['column'];
  readonly summary: Summary | null;
  readonly jobs: readonly TracedJob[];
  /** Labels of the jobs of the cell itself. */
  readonly own: readonly string[];
}

export interface RecordAnswer {
  readonly key: string;
  readonly artifactId: string;
  readonly label: string;
  readonly kind: string;
  readonly seed: number;
  readonly commit: string;
  readonly dirtyPatch: string | null;
  readonly data: string | null;
  readonly code: Readonly<Record<string, string>>;
  readonly parameters: JsonObject;
  readonly inputs: Readonly<Record<string, string>>;
  readonly engine: { readonly name: string; readonly version: number; readonly determinism: string };
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly arch: string;
    readonly cpu: string;
    readonly device: string;
  };
  readonly timing: { readonly startedAt: string; readonly wallMs: number; readonly attempt: number };
  readonly outputs: readonly {
    readonly name: string;
    readonly digest: string;
    readonly bytes: number;
    readonly damage: string | null;
  }[];
  readonly metrics: readonly { readonly name: string; readonly value: string }[];
  readonly selection: {
    readonly rule: string;
    readonly candidates: readonly { readonly seed: number; readonly value: number; readonly kept: boolean }[];
  } | null;
  readonly trials: readonly {
    readonly trial: number;
    readonly architecture: string;
    readonly epochs: number;
    readonly key: string;
  }[];
  readonly series: readonly TrajectorySeries[];
  readonly decisions: { readonly total: number; readonly shown: readonly JsonObject[] };
  /** Text of `architecture.json`. */
  readonly architecture: string | null;
}

export interface JobAnswer {
  readonly label: string;
  readonly kind: string;
  readonly method: string;
  readonly variant: string;
  readonly seedSet: string;
  readonly stage: string;
  readonly seed: number;
  readonly parameters: JsonObject;
  /** Null while it is not known. */
  readonly key: string | null;
  readonly state: TracedJob['state'];
  readonly why: string;
  readonly failure: string | null;
  readonly inputs: readonly { readonly name: string; readonly from: string; readonly file: string }[];
  readonly dependents: readonly string[];
  readonly result: RecordAnswer | null;
}

export interface DrawingAnswer {
  readonly svg: string | null;
  readonly rows: readonly (readonly string[])[];
  readonly digest: string | null;
  readonly file: string;
}

/** What a trained network says of images, beside their truth. */
export interface PictureAnswer {
  /** A PNG file as a `data:` address. */
  readonly source: string;
  readonly width: number;
  readonly height: number;
  readonly part: 'validation' | 'test';
  /** Colours of the classes, as `#rrggbb`, and of what is not measured. */
  readonly colours: readonly { readonly name: string; readonly colour: string }[];
}

export interface AuditAnswer {
  readonly counts: Readonly<Record<'met' | 'not met' | 'cannot be told', number>>;
  readonly findings: readonly {
    readonly check: string;
    readonly verdict: 'met' | 'not met' | 'cannot be told';
    readonly subject: string;
    readonly evidence: readonly string[];
    readonly advice: string | null;
  }[];
}

export interface SeedSetsAnswer {
  readonly columns: readonly {
    readonly name: string;
    readonly stage: string;
    readonly label: string;
    readonly unit: string;
    readonly digits: number;
    readonly goal: string;
    readonly methods: readonly {
      readonly variant: string;
      readonly sets: readonly {
        readonly seedSet: string;
        /** In the unit of the column. */
        readonly values: readonly number[];
        readonly summary: Summary;
      }[];
    }[];
  }[];
  readonly figures: readonly { readonly text: string; readonly svg: string }[];
}

export interface ManifestAnswer {
  readonly id: string;
  readonly profile: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** `line`: null for a problem of the whole file. */
  readonly problems: readonly {
    readonly file: string;
    readonly line: number | null;
    readonly text: string;
  }[];
  readonly resolved: unknown;
  readonly digest: string | null;
  readonly sources: readonly {
    readonly path: string;
    readonly value: JsonValue;
    readonly source: string | null;
  }[];
}

export interface DiffAnswer {
  readonly diff: RunDiff;
  readonly text: string;
}

export interface LogAnswer {
  readonly runId: string;
  readonly label: string;
  readonly text: string;
  /** Whether what comes before is left out. */
  readonly isCut: boolean;
}

export interface RunLine {
  readonly at: string | null;
  readonly text: string;
  readonly isBad: boolean;
  /** Of the job that it tells of. */
  readonly key: string | null;
}

export interface RunAnswer {
  readonly runId: string;
  readonly experiment: string;
  readonly state: ListedRun['state'];
  readonly startedAt: string | null;
  readonly total: number;
  readonly done: number;
  readonly hits: number;
  readonly failed: number;
  readonly waiting: number;
  readonly workers: number;
  readonly elapsedMs: number;
  /** Null until a first job has finished, and at the end. */
  readonly etaMs: number | null;
  readonly running: readonly {
    readonly label: string;
    readonly key: string | null;
    readonly device: string;
    readonly elapsedMs: number;
    /** In [0, 1]. */
    readonly fraction: number;
    readonly detail: string;
    readonly isTrial: boolean;
  }[];
  readonly lines: readonly RunLine[];
  /** What is wrong with its journal; what follows that is not believed. */
  readonly damage: string | null;
}
