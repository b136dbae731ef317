import * as z from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: it keeps them out
const PRINTED = /^[^\u0000-\u001f\u007f-\u009f]*$/;
const NO_CHARACTER = /[\p{Cs}\ufffe\uffff]/u;
const MESSAGE = 'It must be one line without control characters';

/**
 * One line of text without space at its ends. Control characters have no place in what people read; halves of characters
 * (lone surrogates) become others on their way, and the last two code units, which are no characters, no message takes. The
 * pattern is one that every reader of the OpenAPI document knows, which `\p{Cc}` is not.
 */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(PRINTED, MESSAGE)
    .refine((text) => !NO_CHARACTER.test(text), MESSAGE);
