/**
 * A search space that a manifest declares: parameters and cells, once they are read. Everything is in the order of
 * the names, since the key of a job does not know in which order a map was written.
 */
import type { Domain } from './domain.ts';

/** The name of every declared space, in jobs and in files. */
export const declaredName = 'declared';

export interface DeclaredSpace {
  readonly parameters: readonly DeclaredParameter[];
  readonly cells: readonly DeclaredCell[];
  /** Combinations that no architecture has. */
  readonly forbidden: readonly Combination[];
}

export interface DeclaredParameter {
  readonly name: string;
  readonly domain: Domain;
  /** It takes part when all of these hold; empty for always. */
  readonly when: Combination;
  /** A value for each layer; null for one value. */
  readonly layers: Layers | null;
}

/** As many as a parameter says, or a fixed number. */
export interface Layers {
  readonly by: string | null;
  /** The largest number of layers. */
  readonly most: number;
}

/** Parameters that all have one of some values. */
export type Combination = readonly Match[];

export interface Match {
  readonly parameter: string;
  /** Indices in the parameter's domain. */
  readonly indices: readonly number[];
}

export const outputRules = [
  'concat-nodes',
  'concat-loose',
  'sum-nodes',
  'sum-loose',
  'mean-nodes',
  'last',
] as const;

/**
 * What a cell gives on: all its nodes, those that no other node takes (the loose ones), or the last one alone.
 * With `last`, nodes that it does not reach are no part of the network.
 */
export type OutputRule = (typeof outputRules)[number];

/** A directed acyclic graph whose edges carry operations. Sources are numbered: the inputs first, then the nodes. */
export interface DeclaredCell {
  readonly name: string;
  readonly inputs: number;
  /** How many different earlier outputs each node takes. */
  readonly edges: readonly number[];
  readonly operations: readonly string[];
  readonly output: OutputRule;
}

/** What one declaration may have at most. */
export const mostParameters = 200;
export const mostDecisions = 256;
export const mostChoices = 1_000;
export const mostForbidden = 200;
export const mostCells = 8;
export const mostNodes = 8;
export const mostInputs = 8;
/** Numbers of integers, and what they may be. */
export const largestInteger = 1_000_000_000;
