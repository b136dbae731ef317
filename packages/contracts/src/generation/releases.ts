import { AlmanacError } from '@almanac/kernel';
import type { EventContract } from '../event-contract.ts';
import { changesBetween } from './event-changes.ts';
import { type OpenApiDocument, openApiDocument } from './open-api.ts';
import type { SchemaChange } from './schema-change.ts';

/** A version of an event as it was released: nobody alters it any more. */
export interface Release {
  readonly name: string;
  readonly version: string;
  readonly document: OpenApiDocument;
}

/**
 * Whether the contract's version is among the released ones or the one that is due next.
 * @param released all versions of all events
 * @throws AlmanacError `VERSION_DUE` where it is neither: the sentence says which version is due, and names each change
 */
export function releaseState(contract: EventContract, released: readonly Release[]): 'released' | 'new' {
  const own = released
    .filter(({ name }) => name === contract.name)
    .sort((a, b) => inVersionOrder(a.version, b.version));
  const before = own.filter(({ version }) => majorIn(version) === majorIn(contract.version)).at(-1);
  const changes = before ? changesBetween(before.document, openApiDocument(contract)) : [];
  const due = dueVersion(own, before, changes);
  if (contract.version !== due) throw versionDue(contract, before, changes, due);
  return before?.version === due ? 'released' : 'new';
}

/** After a release without changes its own version, after one with compatible ones the next minor, else the next major. */
function dueVersion(own: readonly Release[], before: Release | undefined, changes: readonly SchemaChange[]): string {
  const newest = own.at(-1);
  if (!newest) return '1.0';
  if (!before || changes.some(({ breaking }) => breaking)) return `${majorIn(newest.version) + 1}.0`;
  return changes.length === 0 ? before.version : `${majorIn(before.version)}.${minorIn(before.version) + 1}`;
}

function versionDue(
  { name, version }: EventContract,
  before: Release | undefined,
  changes: readonly SchemaChange[],
  due: string,
): AlmanacError {
  const since = before ? ` since ${before.version}, which is released` : '';
  const said = changes.length > 0 ? changes.map(({ sentence }) => sentence).join('; ') : 'nothing has changed';
  return new AlmanacError('VERSION_DUE', `${name} needs version ${due}, not ${version}: ${said}${since}`, {
    name,
    version,
    due,
    changes,
  });
}

const majorIn = (version: string): number => Number(version.split('.')[0]);
const minorIn = (version: string): number => Number(version.split('.')[1]);

/** Ascending order of `1.9`, `1.10`, `2.0`. */
export const inVersionOrder = (a: string, b: string): number => majorIn(a) - majorIn(b) || minorIn(a) - minorIn(b);

/**
 * Every released major version needs its contract, since events of it lie in the archive.
 * @throws AlmanacError `CONTRACT_LOST`
 */
export function checkNoneIsLost(contracts: readonly EventContract[], released: readonly Release[]): void {
  for (const { name, version } of released) {
    if (contracts.some((contract) => contract.name === name && majorIn(contract.version) === majorIn(version)))
      continue;
    throw new AlmanacError(
      'CONTRACT_LOST',
      `${name} ${version} is released and has no contract any more, while the archive holds events of it: take the contract back`,
      { name, version },
    );
  }
}
