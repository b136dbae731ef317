/** A Schema Object of OpenAPI 3.0, as far as contracts use it: a property, or the `detail` itself. */
export interface SchemaObject {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly required?: readonly string[];
  /** Of a record: what its values are. Contracts have no closed objects, so it is never `false`. */
  readonly additionalProperties?: SchemaObject;
  /** Of a record whose keys are restricted: what they are. OpenAPI 3.0 has no word for it. */
  readonly 'x-propertyNames'?: SchemaObject;
  readonly items?: SchemaObject;
  readonly anyOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly nullable?: boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly [keyword: string]: unknown;
}
