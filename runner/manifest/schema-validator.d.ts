/** Types of the generated schema-validator.js. */

export interface SchemaError {
  /** JSON pointer to the value that is wrong. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The key that is wrong, when the error is about the name of a property of the value. */
  readonly propertyName?: string;
}

export interface SchemaValidator {
  (value: unknown): boolean;
  /** Of the last call. */
  errors: readonly SchemaError[] | null;
}

export declare const validate: SchemaValidator;
