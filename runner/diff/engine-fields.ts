/** An engine as fields that can be compared. */
import type { EngineInfo } from '../../schemas/engine.ts';

export const engineFields = ({
  name,
  version,
  determinism,
}: EngineInfo): Readonly<Record<string, string>> => ({
  name,
  version: String(version),
  determinism,
});
