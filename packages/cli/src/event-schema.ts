import { detailTypeOf, EVENT_CONTRACTS, type EventContract } from '@almanac/contracts';
import { inVersionOrder, type OpenApiDocument, openApiDocument } from '@almanac/contracts/generation';
import { AlmanacError, nearNames } from '@almanac/kernel';
import { releasedDocument, releasedVersions } from './checkout.ts';

/**
 * The OpenAPI document of an event.
 * @param event its name, which means the newest version, or a detail type, which means the newest of that major
 * @param version `1.0`, or `1` for the newest of a major
 * @throws AlmanacError `UNKNOWN_EVENT`, `UNKNOWN_VERSION`
 */
export function eventSchema(event: string, version?: string): OpenApiDocument {
  const { name, versions } = knownEvent(event);
  const wanted = version ?? /\.v(\d+)$/.exec(event)?.[1];
  const found = versions.filter((own) => !wanted || own === wanted || own.startsWith(`${wanted}.`)).at(-1);
  if (!found)
    throw new AlmanacError('UNKNOWN_VERSION', `${name} has no version ${wanted}: it has ${versions.join(', ')}`);
  const contract = EVENT_CONTRACTS.find((own) => own.name === name && own.version === found);
  return contract ? openApiDocument(contract) : releasedDocument(name, found);
}

function knownEvent(event: string): { name: string; versions: string[] } {
  const contracts = EVENT_CONTRACTS.filter((contract) => [contract.name, detailTypeOf(contract)].includes(event));
  const [first] = contracts;
  if (!first) throw unknownEvent(event, EVENT_CONTRACTS);
  const { name } = first;
  const current = EVENT_CONTRACTS.filter((contract) => contract.name === name).map(({ version }) => version);
  return { name, versions: [...new Set<string>([...releasedVersions(name), ...current])].sort(inVersionOrder) };
}

function unknownEvent(event: string, contracts: readonly EventContract[]): AlmanacError {
  const near = nearNames(event, contracts.map(detailTypeOf));
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : '"almanac events list" shows all of them';
  return new AlmanacError('UNKNOWN_EVENT', `There is no event ${event}: ${hint}`, { event, near });
}
