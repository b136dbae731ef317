import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-almanac-signature';
export const TIMESTAMP_HEADER = 'x-almanac-timestamp';

const macOf = (seconds: string, body: string | Uint8Array, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();

/**
 * Headers that prove who sent a body, and when: `x-almanac-signature: t=<unix seconds>,v1=<hex>`, where v1 is the
 * HMAC-SHA256 under the secret of those seconds as decimal text, a full stop, and the bytes of the body (none without a body);
 * `x-almanac-timestamp` repeats the seconds.
 * @param body text stands for its UTF-8 bytes
 */
export function sign(body: string | Uint8Array, secret: string, now: Date): Record<string, string> {
  const seconds = `${Math.floor(now.getTime() / 1000)}`;
  return {
    [TIMESTAMP_HEADER]: seconds,
    [SIGNATURE_HEADER]: `t=${seconds},v1=${macOf(seconds, body, secret).toString('hex')}`,
  };
}

/**
 * Whether a request carries the signature that {@link sign} makes of its body, not older or newer than a tolerance.
 * One of several `v1` is enough, for senders that change their secret.
 * @param body exactly the bytes that came, before anything has parsed them
 */
export function verify(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string | Uint8Array,
  secret: string,
  toleranceSeconds: number,
  now: Date,
): boolean {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === SIGNATURE_HEADER)?.[1];
  const match = /^t=(\d{1,12})((?:,v1=[0-9a-f]{64})+)$/.exec(typeof header === 'string' ? header : '');
  const [, seconds = '', macs = ''] = match ?? [];
  if (!match || Math.abs(now.getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  const expected = macOf(seconds, body, secret);
  return [...macs.matchAll(/v1=([0-9a-f]+)/g)].some(([, mac = '']) =>
    timingSafeEqual(Buffer.from(mac, 'hex'), expected),
  );
}
