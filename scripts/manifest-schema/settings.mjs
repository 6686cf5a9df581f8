/** From settings as methods declare them to definitions of the schema. */

export const refTo = (name) => ({ $ref: `#/$defs/${name}` });
export const camel = (words) => words.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** A map with fixed keys. */
export function map(title, description, { required, own, example }) {
  const examples = example ? { examples: [example] } : {};
  const object = { type: 'object', required, additionalProperties: false, properties: own };
  return { title, description, ...object, ...examples };
}

export const isOptional = (setting) => setting[Symbol.for('TypeBox.Optional')] !== undefined;

/** Names without a default that are not optional, which a person must write. */
export const requiredOf = (settings) =>
  Object.entries(settings)
    .filter(([, setting]) => setting.default === undefined && !isOptional(setting))
    .map(([name]) => name);

/** Collects each law once: a setting that others have alike is defined under its name. */
export class SettingDefinitions {
  /** By name. */
  definitions = {};
  #frame;
  #maps = new Map();

  /** @param frame definitions that no setting may replace, by name */
  constructor(frame) {
    this.#frame = frame;
  }

  /** @param schema a map of settings that stands as one setting, such as a trial */
  addMap(name, schema, example) {
    const { title, description, properties, 'x-expected': expected } = schema;
    const own = this.properties(properties);
    const required = requiredOf(properties);
    this.definitions[name] = {
      ...map(title, description, { required, own, example }),
      'x-expected': expected,
    };
    this.#maps.set(schema, name);
  }

  isMap = (setting) => this.#maps.has(setting) || setting['x-method'] === true;

  properties(settings, methodReference) {
    return Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => [
        name,
        this.#property(name, setting, methodReference),
      ]),
    );
  }

  /** What a matrix lists: the law of each setting without its default. */
  matrix(settings) {
    const single = Object.entries(settings).filter(([, setting]) => !this.isMap(setting));
    return Object.fromEntries(
      single.map(([name, setting]) => [name, { ...refTo('grid'), items: this.#law(name, setting) }]),
    );
  }

  #property(name, setting, methodReference) {
    const known = this.#maps.get(setting);
    if (known !== undefined) return refTo(known);
    if (setting['x-method'] === true) return methodReference;
    const standard = setting.default === undefined ? {} : { default: setting.default };
    return { ...this.#law(name, setting), ...standard };
  }

  #law(name, setting) {
    const { default: _, ...law } = plain(setting);
    if (this.#frame[name] === undefined) this.definitions[name] ??= law;
    const known = this.#frame[name] ?? this.definitions[name];
    return JSON.stringify(known) === JSON.stringify(law) ? refTo(name) : law;
  }
}

/** As JSON Schema, with the words first. */
export function plain(setting) {
  const { title, description, anyOf, items, ...rest } = JSON.parse(JSON.stringify(setting));
  const words = { ...(title ? { title } : {}), ...(description ? { description } : {}) };
  if (anyOf) return { ...words, ...choices(anyOf.map((option) => option.const)), ...rest };
  const { type, ...law } = rest;
  return { ...words, type, ...law, ...(items ? { items: plain(items) } : {}) };
}

const choices = (options) => ({
  type: options.every((option) => typeof option === 'string') ? 'string' : 'integer',
  enum: options,
});
