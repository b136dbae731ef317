import { AlmanacError } from '@almanac/kernel';
import { parseExpression } from '../expressions/parse-expression.ts';
import { checkZoneName } from '../zones/zone-name.ts';
import { type Preview, previewRuns } from './preview.ts';

/** A preview as the API is asked for it; instants are ISO 8601. */
export interface PreviewRequest {
  readonly schedule_expression: string;
  readonly timezone: string;
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
  /** Runs after this instant; now where it is absent. */
  readonly from?: string | undefined;
  readonly count: number;
}

/** The next runs of an expression. @throws AlmanacError `INVALID_SCHEDULE_EXPRESSION`, `INVALID_TIMEZONE`, `INVALID_WINDOW` */
export function previewRequested(request: PreviewRequest, now: Date): Preview {
  const { start_date, end_date, timezone, from, count } = request;
  const expression = parseExpression(request.schedule_expression);
  checkZoneName(timezone);
  if (start_date !== undefined && end_date !== undefined && Date.parse(start_date) >= Date.parse(end_date)) {
    throw new AlmanacError('INVALID_WINDOW', `end_date ${end_date} is not after start_date ${start_date}`, {
      field: 'end_date',
    });
  }
  const timing = {
    ...{ expression, timezone },
    ...(start_date !== undefined && { startDate: new Date(start_date) }),
    ...(end_date !== undefined && { endDate: new Date(end_date) }),
  };
  return previewRuns(timing, from === undefined ? now : new Date(from), count);
}
