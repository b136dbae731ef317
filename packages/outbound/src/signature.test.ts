import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sign, verify } from './signature.ts';

const now = new Date('2026-11-28T10:00:00.900Z');
const later = (seconds: number) => new Date(Date.parse('2026-11-28T10:00:00Z') + seconds * 1000);
const signed = sign('{"a":1}', 'secret', now);

describe('a signature', () => {
  it('is HMAC-SHA256 over the time, a full stop and the body', () => {
    // printf '1795860000.{"a":1}' | openssl dgst -sha256 -hmac secret
    expect(signed).toEqual({
      'x-almanac-timestamp': '1795860000',
      'x-almanac-signature': 't=1795860000,v1=b3a8a02074964fb94da61a7305247eb8787b9a26ac266dd87428f0046915e6db',
    });
  });

  it('verifies for the tolerated time, before and after', () => {
    for (const seconds of [-300, 0, 300]) expect(verify(signed, '{"a":1}', 'secret', 300, later(seconds))).toBe(true);
    for (const seconds of [-301, 301]) expect(verify(signed, '{"a":1}', 'secret', 300, later(seconds))).toBe(false);
  });

  it('verifies nothing else', () => {
    const mac = signed['x-almanac-signature'] ?? '';
    const check = (header: string | string[] | undefined, body = '{"a":1}', secret = 'secret') =>
      verify({ 'X-Almanac-Signature': header }, body, secret, 300, now);
    expect(check(mac)).toBe(true);
    expect(check(`t=1795860000,v1=${'0'.repeat(64)},${mac.slice(-67)}`)).toBe(true);
    expect(check(mac, '{"a":2}')).toBe(false);
    expect(check(mac, '{"a":1}', 'another')).toBe(false);
    expect(check(mac.replace('t=1795860000', 't=1795860001'))).toBe(false);
    for (const header of [undefined, '', [mac], 't=,v1=', `${mac},v1=00`, mac.toUpperCase(), ` ${mac}`]) {
      expect(check(header)).toBe(false);
    }
  });

  it('verifies for every body and secret, and for no other body', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), fc.uint8Array(), (body, secret, other) => {
        const headers = sign(body, secret, now);
        expect(verify(headers, body, secret, 1, now)).toBe(true);
        expect(verify(headers, other, secret, 1, now)).toBe(Buffer.compare(body, other) === 0);
      }),
    );
  });
});
