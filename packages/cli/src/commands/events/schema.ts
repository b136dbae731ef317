import { canonicalJson, type OpenApiDocument } from '@almanac/contracts/generation';
import { Command } from 'commander';
import { eventSchema } from '../../event-schema.ts';
import { print } from '../../output.ts';

interface SchemaOptions {
  readonly version?: string;
  readonly json?: boolean;
}

export const command = () =>
  new Command()
    .description("An event's schema as an OpenAPI document, as the schema registry holds it. Needs no stack.")
    .argument('<name>', 'event, such as FileDownloadCompleted')
    .option('--version <version>', 'such as 1.0, or 1 for its newest (default: the newest of all)')
    .option('--json', 'print JSON, which it does anyway')
    .action((name: string, { version, json }: SchemaOptions) => {
      const document: OpenApiDocument = eventSchema(name, version);
      print(document, canonicalJson(document).trimEnd(), { ...(json && { json }) });
    });
