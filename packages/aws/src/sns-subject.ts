/** SNS: subjects are ASCII, begin with no space and are shorter than 100 characters; another one would fail the message for good. */
export const asSubject = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, 99) || '?';
