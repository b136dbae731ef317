import { type Bus, detailTypeOf, type EventContract } from '../event-contract.ts';
import { schemaObjectOf } from './detail-schema.ts';
import { exampleDetail } from './example-event.ts';
import type { SchemaObject } from './schema-object.ts';

/** Longest `Content` that CreateSchema of EventBridge's schema registry takes, in characters (AWS API reference). */
export const REGISTRY_CONTENT_LIMIT = 100_000;
/** Longest `Description` that it takes. */
export const REGISTRY_DESCRIPTION_LIMIT = 256;

/** The component that EventBridge's tools look for: the whole event, with source and detail type beside it. */
export interface AwsEventSchema extends SchemaObject {
  readonly 'x-amazon-events-source': string;
  readonly 'x-amazon-events-detail-type': string;
}

/** An event type as EventBridge's schema registry holds it, in type `OpenApi3`. */
export interface OpenApiDocument {
  readonly openapi: '3.0.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly 'x-almanac-bus': Bus;
  };
  readonly paths: Record<string, never>;
  /** `AWSEvent`, which is an `AwsEventSchema`, and the detail under the event's name. */
  readonly components: { readonly schemas: Readonly<Record<string, SchemaObject>> };
}

const TEXT: SchemaObject = { type: 'string' };

/**
 * The document of a contract, of the form that EventBridge's own discovery writes: `AWSEvent` refers to the detail.
 * @throws AlmanacError `NOT_EXPRESSIBLE`
 */
export function openApiDocument(contract: EventContract): OpenApiDocument {
  const { name, version, bus, summary } = contract;
  return {
    openapi: '3.0.0',
    info: { title: detailTypeOf(contract), version, description: summary, 'x-almanac-bus': bus },
    paths: {},
    components: {
      schemas: {
        AWSEvent: awsEvent(contract),
        [name]: { ...schemaObjectOf(contract.detail), description: summary, example: exampleDetail(contract) },
      },
    },
  };
}

function awsEvent(contract: EventContract): AwsEventSchema {
  const properties: Record<string, SchemaObject> = {
    account: TEXT,
    detail: { $ref: `#/components/schemas/${contract.name}` },
    'detail-type': { ...TEXT, enum: [detailTypeOf(contract)] },
    id: TEXT,
    region: TEXT,
    resources: { type: 'array', items: TEXT },
    source: { ...TEXT, enum: [contract.source] },
    time: { ...TEXT, format: 'date-time' },
    version: TEXT,
  };
  return {
    type: 'object',
    required: Object.keys(properties),
    'x-amazon-events-source': contract.source,
    'x-amazon-events-detail-type': detailTypeOf(contract),
    properties,
  };
}
