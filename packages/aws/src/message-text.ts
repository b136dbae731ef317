/** Outside of what XML 1.0 takes, to which SQS and SNS hold texts (SQS API Reference, SendMessage). */
const UNSENDABLE = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as SQS and SNS take it: characters that they refuse are marked as missing. */
export const sendableText = (text: string): string => text.replace(UNSENDABLE, '\ufffd');

/** A value as JSON that SQS and SNS take: of what JSON leaves as it is they refuse two characters. */
export const sendableJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
