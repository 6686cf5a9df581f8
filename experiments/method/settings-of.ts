import type { JsonObject } from '../../schemas/json.ts';

/** Settings as the code that they are for knows them. The runner checked them against the schema that the same module makes. */
export const settingsOf = <S>(settings: JsonObject): S => settings as unknown as S;
