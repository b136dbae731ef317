import { AlmanacError, type Clock } from '@almanac/kernel';
import type { WebAnswer } from './ports.ts';

/** Says that it may work later. 425 and 429 by RFC 8470 and RFC 6585, 408 and 5xx by RFC 9110. */
const mayWorkLater = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;
/** Of what a server asks for, so much is waited: SQS keeps a message back for 12 hours in all. */
const MAX_WAIT_SECONDS = 6 * 3_600;

/**
 * Whether a receiver took what it was sent.
 * @throws AlmanacError `ENDPOINT_UNAVAILABLE` where another try may help (`details.retry_after_seconds` where it says when),
 * `ENDPOINT_REFUSED` where none will
 */
export function checkAnswer({ status, headers, durationMs }: WebAnswer, host: string, clock: Clock): void {
  if (status >= 200 && status < 300) return;
  const details = { host, http_status: status, latency_ms: Math.round(durationMs) };
  if (!mayWorkLater(status)) {
    throw new AlmanacError('ENDPOINT_REFUSED', `${host} answered ${status}: trying again would not help`, details);
  }
  const seconds = retryAfterSeconds(headers['retry-after'], clock);
  throw new AlmanacError('ENDPOINT_UNAVAILABLE', `${host} answered ${status}`, {
    ...details,
    ...(seconds !== undefined && { retry_after_seconds: seconds }),
  });
}

/** Retry-After in seconds from now: it is a number of them or a date. Source: RFC 9110, section 10.2.3. */
function retryAfterSeconds(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - clock.now().getTime()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, Math.ceil(seconds)), MAX_WAIT_SECONDS);
}
