import { createHash } from 'node:crypto';
import type { ScheduleInput } from '@almanac/contracts';
import { AlmanacError, canonicalJson } from '@almanac/kernel';
import type { Vault } from '../ports.ts';
import type { Json, JsonObject, Schedule } from '../records/schedule.ts';
import type { ChangeDeps } from './deps.ts';
import { invalidField, MASK, masked, outermost, sensitiveValues, valueAt, withValues } from './sensitive-fields.ts';

/** SHA-256 of what a value says, whatever the order of its keys. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

type Kept = Pick<Schedule, 'payload' | 'payload_hash' | 'sensitive_fields' | 'sealed'>;
type Given = Pick<ScheduleInput, 'payload' | 'sensitive_fields'>;

/** @throws AlmanacError `PAYLOAD_TOO_LARGE` */
export function checkPayloadSize(payload: JsonObject, maxBytes: number): void {
  const bytes = jsonBytes(payload);
  if (bytes <= maxBytes) return;
  const message = `The payload has ${bytes} bytes, and ${maxBytes} are allowed: keep the data in S3 and give its key`;
  throw new AlmanacError('PAYLOAD_TOO_LARGE', message, { bytes, max_bytes: maxBytes });
}

/**
 * A payload as it is stored: sensitive fields masked, their values sealed. What stayed the same stays sealed as it is.
 * @throws AlmanacError `INVALID_SENSITIVE_FIELD`, `PAYLOAD_TOO_LARGE`
 */
export async function keepPayload(
  { vault, rules }: Pick<ChangeDeps, 'vault' | 'rules'>,
  id: string,
  given: Given,
  before?: Kept,
): Promise<Kept> {
  const fields = outermost(given.sensitive_fields ?? []);
  const payload = before ? await unmasked(vault, id, given.payload, fields, before) : given.payload;
  // What a schedule publishes counts, not the *** that stand for some of it.
  checkPayloadSize(payload, rules.maxPayloadBytes);
  const payload_hash = hashOf(payload);
  const values = sensitiveValues(payload, fields);
  if (fields.length === 0) return { payload, payload_hash };
  const isAsBefore = payload_hash === before?.payload_hash && hashOf(fields) === hashOf(before.sensitive_fields ?? []);
  const sealed =
    isAsBefore && before.sealed !== undefined ? before.sealed : await vault.seal(id, Object.fromEntries(values));
  return { payload: masked(payload, fields), payload_hash, sensitive_fields: fields, sealed };
}

/** Fills in the values that were given back as they are shown. */
async function unmasked(
  vault: Vault,
  id: string,
  payload: JsonObject,
  fields: readonly string[],
  before: Kept,
): Promise<JsonObject> {
  const shown = (before.sensitive_fields ?? []).filter((path) => valueAt(payload, path) === MASK);
  const exposed = shown.find((path) => !fields.some((field) => path === field || path.startsWith(`${field}.`)));
  if (exposed !== undefined) {
    const advice = 'keep it in sensitive_fields, or give its value';
    throw invalidField(exposed, `${JSON.stringify(exposed)} is given as it is shown, ${MASK}: ${advice}`);
  }
  if (shown.length === 0 || before.sealed === undefined) return payload;
  const values = await vault.open(id, before.sealed);
  return withValues(payload, new Map(shown.map((path) => [path, values[path] as Json])));
}

/** The payload with its sensitive values, for the run. */
export async function openPayload(
  { vault }: { readonly vault: Vault },
  schedule: Pick<Schedule, 'schedule_id' | 'payload' | 'sealed'>,
): Promise<JsonObject> {
  if (schedule.sealed === undefined) return schedule.payload;
  const values = await vault.open(schedule.schedule_id, schedule.sealed);
  return withValues(schedule.payload, new Map(Object.entries(values)));
}
