/** The settings of a job that the code at hand knows, out of all that the runner resolved. */
import { Type } from '@sinclair/typebox';
import { contract, contractProblemText } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Settings, SettingsOf } from '../../schemas/setting.ts';
import { refuse } from './measured.ts';

/** @param what the settings are of, such as `method` */
export function readSettings<const S extends Settings>(
  what: string,
  settings: S,
  value: JsonObject,
): Result<SettingsOf<S>, JobFailure> {
  // The runner refused what no module declares; further settings are those of other code.
  const schema = Type.Unsafe<SettingsOf<S>>(Type.Object({ ...settings }, { additionalProperties: true }));
  const read = contract(what, schema).read(value);
  return read.ok ? ok(read.value) : refuse(read.failures.map(contractProblemText).join('; '));
}
