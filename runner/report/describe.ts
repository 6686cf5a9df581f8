/** The kinds of reports as plain data, from which scripts make the schema of manifests. */
import { type TSchema, Type } from '@sinclair/typebox';
import { reportKinds } from './registry.ts';

export const describeReports = () =>
  reportKinds.map(({ kind, title, description, example, settings }) => ({
    ...{ kind, title, description, example, settings },
    required: requiredOf(settings),
  }));

/** The settings without a default that a person must write. */
const requiredOf = (settings: Readonly<Record<string, TSchema>>): readonly string[] =>
  (Type.Object({ ...settings }).required ?? []).filter((name) => settings[name]?.default === undefined);
