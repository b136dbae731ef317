import { z } from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: it keeps them out
const PRINTED = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]*$/u;

/**
 * One line of text without space at its ends. Control characters have no place in what people read, and lone surrogates
 * become other characters on their way. Ranges, not `\p{Cc}`: not every reader of the OpenAPI document knows such classes.
 */
export const line = (max: number) =>
  z.string().trim().min(1).max(max).regex(PRINTED, 'It must be one line without control characters');
