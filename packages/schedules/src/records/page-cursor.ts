import { AlmanacError, stableId } from '@almanac/kernel';
import * as z from 'zod';

const MAX_LENGTH = 2_048;
const cursor = z.object({ of: z.string(), at: z.unknown() });

/** Where a next page begins, as text; `of` is what is listed, so that it fits no other list. */
export const pageCursor = (of: unknown, at: unknown): string =>
  Buffer.from(JSON.stringify({ of: stableId(JSON.stringify(of)), at })).toString('base64url');

/** The place that a cursor of this list names. @throws AlmanacError `INVALID_CURSOR` */
export function placeOf<Place>(text: string | undefined, of: unknown, place: z.ZodType<Place>): Place | undefined {
  if (text === undefined) return undefined;
  const parsed = text.length <= MAX_LENGTH ? cursor.safeParse(jsonOf(text)).data : undefined;
  const at = parsed?.of === stableId(JSON.stringify(of)) ? place.safeParse(parsed.at) : undefined;
  if (at?.success) return at.data;
  throw new AlmanacError(
    'INVALID_CURSOR',
    'This is no cursor of this list: give next_cursor as it was answered, with the same filters, or none',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
