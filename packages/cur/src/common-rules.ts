import type { Rule } from './line-item-rules.ts';
import type { ReadFindings } from './report-reader.ts';
import type { RowReader } from './row-reader.ts';

/** Fields that every format has, each in columns of its own. */
export type CommonField =
  | 'account'
  | 'start'
  | 'serviceCode'
  | 'cost'
  | 'payer'
  | 'billingPeriod'
  | 'end'
  | 'serviceName'
  | 'zone'
  | 'resource'
  | 'description'
  | 'currency'
  | 'pricingCurrency'
  | 'operation'
  | 'usageType';

/** Rules for the texts that follow from these fields in every format alike. */
export function commonTexts<Field extends string>(
  reader: RowReader<Field | CommonField>,
  findings: ReadFindings,
  billingPeriod: string | undefined,
) {
  const periodStart = billingPeriodRule(reader, findings, billingPeriod);
  return {
    AvailabilityZone: reader.textRule('zone'),
    BillingAccountId: reader.rule(['payer'], ({ text }) => text('payer')),
    BillingCurrency: reader.rule(['currency'], ({ text }) => text('currency') ?? 'USD'),
    BillingPeriodEnd: billingPeriodEndRule(periodStart),
    BillingPeriodStart: periodStart,
    ChargeDescription: reader.textRule('description'),
    ChargePeriodEnd: reader.rule(['end'], ({ time }) => time('end')),
    ChargePeriodStart: reader.rule(['start'], ({ neededTime }) => neededTime('start')),
    PricingCurrency: reader.rule(
      ['pricingCurrency', 'currency'],
      ({ text }) => text('pricingCurrency') ?? text('currency') ?? 'USD',
    ),
    ResourceId: reader.textRule('resource'),
    ServiceName: reader.rule(
      ['serviceName', 'serviceCode'],
      ({ text }) => text('serviceName') ?? text('serviceCode') ?? 'unknown',
    ),
    SubAccountId: reader.rule(['account', 'payer'], ({ text }) => text('account') ?? text('payer') ?? 'unknown'),
    x_Operation: reader.textRule('operation'),
    x_ServiceCode: reader.rule(['serviceCode'], ({ text }) => text('serviceCode') ?? 'unknown'),
    x_UsageType: reader.textRule('usageType'),
  };
}

const monthStart = (month: string): string => `${month.slice(0, 7)}-01T00:00:00Z`;

/**
 * First instant of the month a row is billed in: what its column says, else the month of its usage.
 * @param forced `YYYY-MM` that every row of the file is billed in, as the file's place in a delivery says; a row that says
 *   otherwise is worth a warning
 */
function billingPeriodRule<Field extends string>(
  reader: RowReader<Field | 'billingPeriod' | 'start'>,
  findings: ReadFindings,
  forced: string | undefined,
): Rule<string> {
  if (forced === undefined) {
    const rule = reader.rule(['billingPeriod', 'start'], ({ time, neededTime }) =>
      monthStart(time('billingPeriod') ?? neededTime('start')),
    );
    return { ...rule, isOfDays: true };
  }
  return reader.rule(['billingPeriod'], ({ time }) => {
    const own = time('billingPeriod')?.slice(0, 7) ?? forced;
    if (own !== forced) {
      findings.warnings.add(`Rows of billing period ${own} stand in a file of ${forced}: counted in ${forced}`);
    }
    return monthStart(forced);
  });
}

/** First instant of the month after the one a row is billed in, by the rule for the latter: AWS bills by the month. */
const billingPeriodEndRule = (start: Rule<string>): Rule<string> => ({
  columns: start.columns,
  isOfDays: true,
  value: (row) => {
    const [year = 0, month = 0] = start.value(row).split('-').map(Number);
    return new Date(Date.UTC(year, month)).toISOString().replace('.000Z', 'Z');
  },
});
