import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusedRange } from './address.ts';

const ipv4 = (first: fc.Arbitrary<number[]>) =>
  fc.tuple(first, fc.uint8Array({ minLength: 3, maxLength: 3 })).map(([head, rest]) => [...head, ...rest].slice(0, 4));
const dotted = (octets: readonly number[]) => octets.join('.');
const hex = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]) =>
  `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;

/** IPv4 ranges of RFC 6890 that nobody on the internet has, by what they begin with. */
const insiders = fc.oneof(
  ipv4(fc.constantFrom([10], [127], [0])),
  ipv4(fc.constantFrom([192, 168], [169, 254], [198, 18], [198, 19])),
  ipv4(fc.integer({ min: 16, max: 31 }).map((second) => [172, second])),
  ipv4(fc.integer({ min: 64, max: 127 }).map((second) => [100, second])),
  ipv4(fc.integer({ min: 224, max: 255 }).map((first) => [first])),
);

describe('which addresses requests may go to', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.0', '100.63.255.255', '2606:4700::1111', '2a00:1450::1'])(
    '%s',
    (address) => {
      expect(refusedRange(address)).toBeUndefined();
    },
  );

  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '169.254.170.2', '100.64.0.1'],
    ...['0.0.0.0', '224.0.0.1', '255.255.255.255', '240.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'fd00:ec2::254', 'fd00:ec2::23', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::7f00:1', '::a9fe:a9fe', '64:ff9b::a9fe:a9fe'],
    ...['64:ff9b:1::7f00:1', '2002:7f00:1::', '2001:0:4136:e378::1', '2001:db8::1', 'fec0::1', '4000::1'],
    ...['', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '0177.0.0.1', '127.0.0.1:80', '[::1]'],
  ])('not %s', (address) => {
    expect(refusedRange(address)).toEqual(expect.any(String));
  });

  it.each(['127.0.0.1', '10.1.2.3', '192.168.1.1', '100.64.0.1', '::1', 'fd12::1'])(
    '%s where that is allowed',
    (address) => {
      expect(refusedRange(address, true)).toBeUndefined();
    },
  );

  it.each(['169.254.169.254', '169.254.170.2', 'fe80::1', 'fd00:ec2::254', '0.0.0.0', '224.0.0.1', '::ffff:127.0.0.1'])(
    'never %s',
    (address) => {
      expect(refusedRange(address, true)).toEqual(expect.any(String));
    },
  );

  it('no address of a range that is not on the internet, in whatever IPv6 form it is hidden', () => {
    fc.assert(
      fc.property(insiders, (octets) => {
        const forms = [dotted(octets), `::ffff:${dotted(octets)}`, `::ffff:${hex(octets)}`, `::${hex(octets)}`];
        const tunnels = [`64:ff9b::${hex(octets)}`, `64:ff9b:1::${hex(octets)}`, `2002:${hex(octets)}::1`];
        const allowed = [...forms, ...tunnels].filter((form) => refusedRange(form) === undefined);
        expect(allowed).toEqual([]);
      }),
    );
  });

  it('no IPv6 address outside of the global unicast block', () => {
    const outside = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
      .filter(([first = 0]) => first < 0x2000 || first > 0x3fff);
    fc.assert(
      fc.property(outside, (groups) => {
        expect(refusedRange(groups.map((group) => group.toString(16)).join(':'))).toEqual(expect.any(String));
      }),
    );
  });

  it('nothing that is not an address', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[0-9a-f.:]+$/i.test(text));
        expect(refusedRange(text, true)).toEqual(expect.any(String));
      }),
    );
  });
});
