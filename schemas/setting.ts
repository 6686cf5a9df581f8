/**
 * Settings as methods and tasks declare them: type, range, default, unit and one sentence each. The types of the program,
 * the schema of manifests and the manifest reference derive from them.
 */
import {
  type Static,
  type TInteger,
  type TNumber,
  type TSchema,
  type TUnsafe,
  Type,
} from '@sinclair/typebox';

interface Words {
  readonly unit?: string;
  /** Paper and section that it is from. */
  readonly source?: string;
}

interface NumberLaw extends Words {
  readonly default?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

const extras = <L extends Words>({ unit, source, ...law }: L) => ({
  ...law,
  ...(unit === undefined ? {} : { 'x-unit': unit }),
  ...(source === undefined ? {} : { 'x-source': source }),
});

/** An integer of at least 1, unless the law says otherwise. */
export const count = (title: string, description: string, law: NumberLaw = {}): TInteger =>
  Type.Integer({ title, description, minimum: 1, ...extras(law) });

export const number = (title: string, description: string, law: NumberLaw): TNumber =>
  Type.Number({ title, description, ...extras(law) });

export const positive = (title: string, description: string, law: NumberLaw = {}): TNumber =>
  number(title, description, { exclusiveMinimum: 0, ...law });

export const notNegative = (title: string, description: string, law: NumberLaw = {}): TNumber =>
  number(title, description, { minimum: 0, ...law });

/** At least 0 and below 1. */
export const probability = (title: string, description: string, law: NumberLaw = {}): TNumber =>
  number(title, description, { minimum: 0, exclusiveMaximum: 1, ...law });

/** One of some words or numbers. The first is the default, unless another is named. */
export const choice = <const T extends string | number>(
  title: string,
  description: string,
  options: readonly [T, ...T[]],
  words: Words & { readonly default?: T } = {},
): TUnsafe<T> => {
  const literals = options.map((option) => Type.Literal(option));
  return Type.Unsafe<T>(Type.Union(literals, { title, description, default: options[0], ...extras(words) }));
};

export const yesOrNo = (title: string, description: string, standard: boolean) =>
  Type.Boolean({ title, description, default: standard });

/** The same setting with a default of its own, such as where another paper sets it otherwise. */
export const withDefault = <S extends TSchema>(setting: S, standard: Static<S>): S => ({
  ...setting,
  default: standard,
});

/** Settings under the names that a manifest gives them. */
export type Settings = Readonly<Record<string, TSchema>>;

/** A map with these settings and no others, as one setting. */
export const mapOfSettings = <S extends Settings>(
  title: string,
  description: string,
  expected: string,
  settings: S,
) =>
  Type.Unsafe<SettingsOf<S>>(
    Type.Object(settings, { title, description, 'x-expected': expected, additionalProperties: false }),
  );

/** Their types, as a resolved manifest holds them. */
export type SettingsOf<S extends Settings> = { readonly [K in keyof S]: Static<S[K]> };
