import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type EventConsumer, parseEventConsumers } from '@almanac/contracts';
import { type OpenApiDocument, RELEASED_FOLDER, releasePath } from '@almanac/contracts/generation';

/** The checkout that this command lies in. */
export const CHECKOUT = join(import.meta.dirname, '..', '..', '..');

/** The consumers of events that the stack declares. */
export const declaredConsumers = (): EventConsumer[] =>
  parseEventConsumers(readFileSync(join(CHECKOUT, 'infra', 'event-consumers.json'), 'utf8'));

/** The released versions of an event, such as `1.0`; none where the name is unknown. */
export function releasedVersions(name: string): string[] {
  const folder = join(CHECKOUT, RELEASED_FOLDER, name);
  return existsSync(folder) ? readdirSync(folder).map((file) => basename(file, '.json')) : [];
}

/** The document of a released version, as it was released. */
export const releasedDocument = (name: string, version: string): OpenApiDocument =>
  JSON.parse(readFileSync(join(CHECKOUT, releasePath({ name, version })), 'utf8')) as OpenApiDocument;
