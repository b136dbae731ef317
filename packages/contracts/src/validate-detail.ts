import type { z } from 'zod';
import type { DetailOf, EventContract } from './event-contract.ts';
import { unknownFieldsOf } from './unknown-fields.ts';

/** One thing wrong with an event. */
export interface DetailProblem {
  /** Where, from the envelope down: `detail.totals.USD`, `detail.files[2]`. */
  readonly path: string;
  /** What is wrong there, for people. */
  readonly message: string;
}

/** What became of a detail: its value without fields that the contract does not know, or everything that is wrong. */
export type ValidatedDetail<Detail> =
  | { readonly ok: true; readonly detail: Detail }
  | { readonly ok: false; readonly problems: readonly DetailProblem[] };

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
    ...(parsed.error?.issues ?? []).map((issue) => problemOf(issue, detail)),
    ...(unknownFields === 'refuse' ? unknownFieldsOf(contract.detail, detail, 'detail') : []),
  ];
  if (parsed.success && problems.length === 0) return { ok: true, detail: parsed.data as DetailOf<Contract> };
  return { ok: false, problems };
}

function problemOf(issue: z.core.$ZodIssue, detail: unknown): DetailProblem {
  const isMissing = issue.code === 'invalid_type' && valueAt(detail, issue.path) === undefined;
  return { path: pathText(issue.path), message: isMissing ? 'It is missing' : issue.message };
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => `${text}${typeof key === 'number' ? `[${key}]` : `.${String(key)}`}`, 'detail');
