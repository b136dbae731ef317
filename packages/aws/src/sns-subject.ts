/** SNS: subjects are ASCII and shorter than 100 characters; a longer one would fail the message for good. */
export const asSubject = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 99);
