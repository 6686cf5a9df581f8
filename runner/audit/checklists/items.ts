/** A list that a community asks of a paper or an artifact, each item with what answers it. */
export interface Checklist {
  readonly name: string;
  /** Whose list, and where it is printed. */
  readonly source: string;
  readonly items: readonly ChecklistItem[];
}

export interface ChecklistItem {
  readonly asks: string;
  /** Checks of this audit that all must be met; none where only a person can answer. */
  readonly answeredBy: readonly string[];
  /** What the person must look at. */
  readonly left?: string;
}

/** An item that checks answer. */
export const answered = (asks: string, ...answeredBy: readonly string[]): ChecklistItem => ({
  asks,
  answeredBy,
});

/** An item that a person must answer. */
export const leftTo = (asks: string, left: string): ChecklistItem => ({ asks, answeredBy: [], left });
