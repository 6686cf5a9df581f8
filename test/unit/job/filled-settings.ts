import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { exact } from '../../../schemas/contract.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { Settings } from '../../../schemas/setting.ts';

/** Written settings as a resolved manifest has them. */
export const filled = (settings: Settings, written: JsonObject): JsonObject =>
  Value.Default(exact({ ...settings } as Record<string, TSchema>), structuredClone(written)) as JsonObject;
