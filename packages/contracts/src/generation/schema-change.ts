/** How one place of a schema has changed. */
export type ChangeKind =
  | 'optional_field_added'
  | 'required_field_added'
  | 'field_removed'
  | 'became_required'
  | 'became_optional'
  | 'became_nullable'
  | 'became_not_nullable'
  | 'type_changed'
  | 'enum_value_added'
  | 'enum_value_removed'
  | 'alternative_added'
  | 'alternative_removed'
  | 'constraint_added'
  | 'constraint_removed'
  | 'constraint_changed'
  | 'name_changed'
  | 'source_changed'
  | 'bus_changed';

/** One difference between two versions of an event. */
export interface SchemaChange {
  /** Where: `detail.totals.*.unblendedCost`, `detail.files[]`; of the event as a whole `source`, `bus`, `name`. */
  readonly path: string;
  readonly kind: ChangeKind;
  /** Whether an old consumer could not read new events, or a new consumer those of the archive. */
  readonly breaking: boolean;
  /** The change for people, with its path. */
  readonly sentence: string;
}

/** Alone what a consumer that does not know it never misses is compatible: an optional field more. */
export const change = (path: string, kind: ChangeKind, what: string): SchemaChange => ({
  path,
  kind,
  breaking: kind !== 'optional_field_added',
  sentence: `${path} ${what}`,
});
