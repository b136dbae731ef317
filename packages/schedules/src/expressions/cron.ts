import { dayRule } from './cron-days.ts';
import { HOURS, MINUTES, MONTH, YEAR } from './cron-field.ts';
import { cronText } from './cron-text.ts';
import { valuesOf } from './cron-values.ts';
import type { CronExpression } from './expression.ts';
import type { Source } from './refuse.ts';

/** Parses what stands in `cron(...)`. @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION` */
export function parseCron(source: Source, inner: string): CronExpression {
  const text = cronText(source, inner);
  return {
    kind: 'cron',
    minutes: valuesOf(text, MINUTES),
    hours: valuesOf(text, HOURS),
    days: dayRule(text),
    months: valuesOf(text, MONTH),
    years: valuesOf(text, YEAR),
  };
}
