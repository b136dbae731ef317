import { createHash } from 'node:crypto';

const MAX_SLUG = 200;

/**
 * Name of a report in tables, paths and events: a slug of [A-Za-z0-9._-] of at most 200 characters.
 * Where characters were altered or cut, eight hexadecimal digits of a hash keep different names different.
 */
export function reportSlug(name: string): string {
  const slug = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_SLUG);
  if (slug === name) return slug;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${slug.slice(0, MAX_SLUG - 9)}-${digest}`;
}
