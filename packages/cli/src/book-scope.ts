import type { BookScope } from '@almanac/aws';
import { AlmanacError } from '@almanac/kernel';
import type { Command } from 'commander';
import { billingPeriod } from './numbers.ts';

export interface ScopeOptions {
  readonly report?: string;
  readonly period?: string;
}

/** A command that can be told to look at one report or one billing period alone. */
export const scoped = (command: Command): Command =>
  command
    .option('--report <name>', 'only this report')
    .option('--period <YYYY-MM>', 'only this billing period', billingPeriod);

export const scopeOf = ({ report, period }: ScopeOptions): BookScope => ({
  ...(report !== undefined && { report }),
  ...(period !== undefined && { billingPeriod: period }),
});

type Asked = { readonly [Name in keyof BookScope]: BookScope[Name] | undefined };

/** @throws AlmanacError `NOTHING_KNOWN` where a report or period was asked for: nothing is held of it */
export function assertKnown({ report, billingPeriod }: Asked): void {
  if (report === undefined && billingPeriod === undefined) return;
  const what = [report && `the report ${report}`, billingPeriod && `the billing period ${billingPeriod}`];
  const message = `Nothing is known of ${what.filter(Boolean).join(' in ')}: "almanac cur status" lists what is`;
  throw new AlmanacError('NOTHING_KNOWN', message, { report, billing_period: billingPeriod });
}
