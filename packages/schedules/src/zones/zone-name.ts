import { AlmanacError, nearNames } from '@almanac/kernel';

const names: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/**
 * Checks that a zone is one of the IANA database (which is what Scheduler uses), written as there.
 * @throws AlmanacError `INVALID_TIMEZONE` with the nearest names
 */
export function checkZoneName(name: string): void {
  if (names.includes(name) || isOldName(name)) return;
  const suggestions = nearNames(name, names);
  const advice = suggestions.length > 0 ? `; did you mean ${suggestions.join(' or ')}?` : '';
  const message = `${JSON.stringify(name)} is no time zone of the IANA database, such as Europe/Berlin or UTC${advice}`;
  throw new AlmanacError('INVALID_TIMEZONE', message, { timezone: name, suggestions });
}

/** Names that the database keeps for what was renamed, such as `US/Eastern`, begin in upper case in every part. */
function isOldName(name: string): boolean {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)) return false;
  const isMiswritten = names.some((known) => known.toLowerCase() === name.toLowerCase());
  return !isMiswritten && isKnownToIntl(name);
}

function isKnownToIntl(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
