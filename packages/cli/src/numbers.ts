import { InvalidArgumentError } from 'commander';

/** Option value: a count of at least 1. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

/** Option value: a time span in seconds, fractions allowed. @throws InvalidArgumentError */
export function seconds(text: string): number {
  if (/^\d{1,8}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds.');
}

/** Option value: a billing period, `YYYY-MM`. @throws InvalidArgumentError */
export function billingPeriod(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a month such as 2025-01.');
}
