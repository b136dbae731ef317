import { AlmanacError, canonicalJson } from '@almanac/kernel';
import type { EventConsumer } from '../event-consumers.ts';
import { detailTypeOf, type EventContract } from '../event-contract.ts';
import { eventCatalogue } from './catalogue.ts';
import { checkContracts } from './contract-rules.ts';
import { exampleEvent } from './example-event.ts';
import { openApiDocument, REGISTRY_CONTENT_LIMIT } from './open-api.ts';

/** Folders that hold nothing but generated files. */
export const GENERATED_FOLDERS: readonly string[] = ['infra/schemas', 'test/fixtures/events'];

/**
 * Everything that is made from the contracts, but for the log of released versions: path in the repository -> text.
 * @throws AlmanacError `BAD_CONTRACT`, `NOT_EXPRESSIBLE`, `TOO_LARGE_FOR_REGISTRY`
 */
export function generatedFiles(
  contracts: readonly EventContract[],
  consumers: readonly EventConsumer[],
): Map<string, string> {
  checkContracts(contracts);
  return new Map([
    ...contracts.map((contract) => [schemaPath(contract), registryContent(contract)] as const),
    ...contracts.map((contract) => [fixturePath(contract), canonicalJson(exampleEvent(contract))] as const),
    ['docs/events.md', eventCatalogue(contracts, consumers)] as const,
  ]);
}

export const schemaPath = (contract: EventContract): string =>
  `infra/schemas/${contract.bus}/${detailTypeOf(contract)}.json`;

const fixturePath = (contract: EventContract): string => `test/fixtures/events/${detailTypeOf(contract)}.json`;

/** A contract's document as the schema registry is given it. */
export function registryContent(contract: EventContract): string {
  const content = canonicalJson(openApiDocument(contract));
  if (content.length <= REGISTRY_CONTENT_LIMIT) return content;
  throw new AlmanacError(
    'TOO_LARGE_FOR_REGISTRY',
    `The schema of ${contract.name} ${contract.version} has ${content.length} characters, and EventBridge's schema registry takes ${REGISTRY_CONTENT_LIMIT}: state less in one event`,
  );
}
