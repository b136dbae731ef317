import { compile, type JSONSchema } from 'json-schema-to-typescript';

/** As far as a document has to be an event's. */
type EventDocument = { info: { title: string }; components: { schemas: { AWSEvent: JSONSchema } } };

/**
 * TypeScript types of an event: `<Name>` for its detail, `<Name>Event` for the whole of it.
 * @param content an OpenAPI document of EventBridge's schema registry
 * @throws Error with one sentence where it is none
 */
export async function eventTypes(content: string): Promise<string> {
  const { info, components } = documentIn(content);
  const { AWSEvent, ...others } = components.schemas;
  const named = Object.entries(others as Record<string, JSONSchema>).map(([name, schema]) => [
    name,
    { ...schema, title: name },
  ]);
  const schema = { ...AWSEvent, title: `${info.title}Event`, components: { schemas: Object.fromEntries(named) } };
  return compile(schema, schema.title, {
    additionalProperties: false,
    bannerComment: `// Types of ${info.title}, made from its schema.`,
    format: true,
    style: { singleQuote: true, printWidth: 120 },
  });
}

function documentIn(content: string): EventDocument {
  try {
    const document = JSON.parse(content) as Partial<EventDocument>;
    if (document.info?.title && document.components?.schemas.AWSEvent) return document as EventDocument;
  } catch {
    // said below
  }
  throw new Error('This is no schema of an event: an OpenAPI document with a component AWSEvent is needed.');
}
