/** One of `of` equal shares of all rows; `of` is a power of two, so that halving a share gives two shares of twice as many. */
export const isInShare = (key: string, share: number, of: number): boolean => Math.floor(hashOf(key) * of) === share;

/** Spreads keys evenly over [0, 1), the same for ever: FNV-1a, its bits mixed as MurmurHash3 does in the end. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
