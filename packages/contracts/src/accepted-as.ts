import { type DetailOf, detailTypeOf, type EventContract } from './event-contract.ts';
import { type ValidatedDetail, validateDetail } from './validate-detail.ts';

type AnyUpcast = NonNullable<EventContract['upcasts']>;

/** The detail types whose events a consumer of the contract can take: its own, then those it lifts, newest first. */
export const acceptedDetailTypes = (contract: EventContract): string[] => [
  detailTypeOf(contract),
  ...(contract.upcasts ? acceptedDetailTypes(contract.upcasts.from) : []),
];

/**
 * An event's detail as the contract has it: checked against the version that it was sent in, and lifted from there one
 * major version at a time. Fields that no version knows are left out. `metadata` stays as it was sent.
 * @returns undefined where events of this detail type cannot become ones of the contract
 */
export function acceptedAs<Contract extends EventContract>(
  contract: Contract,
  detailType: string,
  detail: unknown,
): ValidatedDetail<DetailOf<Contract>> | undefined {
  if (detailType === detailTypeOf(contract)) return validateDetail(contract, detail, { unknownFields: 'allow' });
  if (!contract.upcasts) return undefined;
  const older = acceptedAs(contract.upcasts.from, detailType, detail);
  if (!older?.ok) return older;
  return validateDetail(contract, lifted(contract.upcasts, older.detail), { unknownFields: 'allow' });
}

function lifted(upcast: AnyUpcast, { metadata, ...fields }: Record<string, unknown>): Record<string, unknown> {
  return { ...upcast.lift(fields), ...(metadata !== undefined && { metadata }) };
}
