import type { AwsEventSchema, OpenApiDocument } from './open-api.ts';
import { type ChangeKind, change, type SchemaChange } from './schema-change.ts';
import { schemaChanges } from './schema-changes.ts';

/**
 * Everything in which two versions of an event differ for those who read or write it. Compatible is alone an optional
 * field more, at any depth: consumers of the old version ignore it, and those of the new one do not miss it in events
 * of the archive. Descriptions, examples and orders are no changes, and neither is the version within the detail type.
 */
export function changesBetween(old: OpenApiDocument, next: OpenApiDocument): SchemaChange[] {
  const [before, after] = [partsOf(old), partsOf(next)];
  return [
    ...partChange('name', 'name_changed', before.name, after.name),
    ...partChange('bus', 'bus_changed', before.bus, after.bus),
    ...partChange('source', 'source_changed', before.source, after.source),
    ...schemaChanges(before.detail, after.detail, 'detail'),
  ];
}

function partChange(path: string, kind: ChangeKind, old: string, next: string): SchemaChange[] {
  return old === next ? [] : [change(path, kind, `was "${old}" and is "${next}"`)];
}

/** What a document says of its event. */
export function partsOf({ info, components: { schemas } }: OpenApiDocument) {
  const { AWSEvent: event, ...others } = schemas;
  const [[name, detail] = ['', {}]] = Object.entries(others);
  return { name, detail, bus: info['x-almanac-bus'], source: (event as AwsEventSchema)['x-amazon-events-source'] };
}
