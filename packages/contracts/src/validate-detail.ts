import type { DetailOf, EventContract } from './event-contract.ts';
import { type Problem, problemsOf } from './problems.ts';
import { unknownFieldsOf } from './unknown-fields.ts';

/** What became of a detail: its value without fields that the contract does not know, or everything that is wrong. */
export type ValidatedDetail<Detail> =
  | { readonly ok: true; readonly detail: Detail }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ValidationOptions {
  /**
   * Publishers refuse fields that the contract does not name: they are typing errors. Consumers allow them, since a newer
   * minor version may have added them; the value they get is without.
   */
  readonly unknownFields: 'refuse' | 'allow';
}

/** Checks an event's `detail` against its contract, and says everything that is wrong with it at once. */
export function validateDetail<Contract extends EventContract>(
  contract: Contract,
  detail: unknown,
  { unknownFields }: ValidationOptions,
): ValidatedDetail<DetailOf<Contract>> {
  const parsed = contract.detail.safeParse(detail);
  const problems = [
    ...(parsed.error ? problemsOf(parsed.error, detail, 'detail') : []),
    ...(unknownFields === 'refuse' ? unknownFieldsOf(contract.detail, detail, 'detail') : []),
  ];
  if (parsed.success && problems.length === 0) return { ok: true, detail: parsed.data as DetailOf<Contract> };
  return { ok: false, problems };
}
