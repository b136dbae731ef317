import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Ranges that an allow-list entry may open by `private`. Link-local ones, where the metadata services live, are not among them. */
const INTERNAL = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);
/** EC2's metadata and EKS's credentials over IPv6: in the middle of the unique-local addresses. */
const METADATA = ipaddr.IPv6.parseCIDR('fd00:ec2::/32');
/** All that is assigned for use across the internet. Source: RFC 4291 section 2.4, IANA "IPv6 Global Unicast Address Assignments". */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Why no request may go to an address: the name of its range. Undefined where one may.
 * IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4, Teredo) are refused whatever they carry.
 * @param isPrivateAllowed whether addresses of private networks and of this machine are meant
 */
export function refusedRange(address: string, isPrivateAllowed = false): string | undefined {
  if (isIP(address) === 0) return 'not an address';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (parsed instanceof ipaddr.IPv6) {
    if (parsed.match(METADATA)) return 'metadata';
    // ipaddr.js calls `::7f00:1`, the old form of 127.0.0.1, plain unicast.
    if (range === 'unicast' && !parsed.match(GLOBAL_UNICAST)) return 'reserved';
  }
  if (range === 'unicast' || (isPrivateAllowed && INTERNAL.has(range))) return undefined;
  return range;
}
