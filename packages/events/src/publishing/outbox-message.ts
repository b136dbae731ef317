import { BUSES } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import type { BusEntry } from './ports.ts';

/** Body of a message of the outbox. The detail stands in it as it is, since JSON within JSON would grow by its quotes. */
const outboxMessage = z.object({
  id: z.string().min(1),
  bus: z.enum(BUSES),
  source: z.string().min(1),
  detailType: z.string().min(1),
  // Unlike a record or an object of zod's, this keeps every key, `__proto__` too.
  detail: z.unknown().refine((value) => typeof value === 'object' && value !== null, 'It must be an object'),
  time: z.iso.datetime(),
  traceHeader: z.string().min(1).optional(),
});

export const outboxBody = ({ detail, ...entry }: BusEntry): string =>
  `${JSON.stringify(entry).slice(0, -1)},"detail":${detail}}`;

/** @throws AlmanacError `BAD_MESSAGE` where the body is none that the publisher wrote */
export function parseOutboxBody(body: string): BusEntry {
  const parsed = outboxMessage.safeParse(jsonOf(body));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new AlmanacError('BAD_MESSAGE', `The message is no event of the outbox: ${problems.join('; ')}`);
  }
  const { detail, traceHeader, ...entry } = parsed.data;
  return { ...entry, detail: JSON.stringify(detail), ...(traceHeader && { traceHeader }) };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
