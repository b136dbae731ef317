import { AlmanacError } from '@almanac/kernel';
import type { Page } from '../ports.ts';

const PAGE_SIZE = 100;

/** A page of what belongs to topics, by topic id; the cursor names the last one shown. @throws AlmanacError `INVALID_CURSOR` */
export function pageById<Item extends { readonly topicId: string }>(
  items: readonly Item[],
  cursor?: string,
): Page<Item> {
  const after = cursor === undefined ? '' : lastIdOf(cursor);
  const rest = items.filter(({ topicId }) => topicId > after).sort((a, b) => (a.topicId < b.topicId ? -1 : 1));
  const page = rest.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return { items: page, ...(last && rest.length > PAGE_SIZE && { next: cursorOf(last.topicId) }) };
}

const cursorOf = (topicId: string): string => Buffer.from(JSON.stringify({ after: topicId })).toString('base64url');

function lastIdOf(cursor: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof after === 'string') return after;
  } catch {
    // Said below.
  }
  throw new AlmanacError('INVALID_CURSOR', 'The cursor is none that a list gave: begin without one', {
    field: 'cursor',
  });
}
