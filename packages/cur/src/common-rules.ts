import type { LineItemRules, Rule } from './line-item-rules.ts';
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
  | 'sku'
  | 'quantity'
  | 'listCost'
  | 'currency'
  | 'operation'
  | 'usageType';

/** Rules for the texts that follow from these fields in every format alike. */
export function commonTexts<Field extends string>(
  reader: RowReader<Field | CommonField>,
  findings: ReadFindings,
  billingPeriod: string | undefined,
) {
  return {
    BillingAccountId: reader.rule(['payer'], ({ text }) => text('payer')),
    SubAccountId: reader.rule(['account', 'payer'], ({ text }) => text('account') ?? text('payer') ?? 'unknown'),
    BillingPeriodStart: billingPeriodRule(reader, findings, billingPeriod),
    ChargePeriodStart: reader.rule(['start'], ({ neededTime }) => neededTime('start')),
    ChargePeriodEnd: reader.rule(['end'], ({ time }) => time('end')),
    ServiceName: reader.rule(
      ['serviceName', 'serviceCode'],
      ({ text }) => text('serviceName') ?? text('serviceCode') ?? 'unknown',
    ),
    ServiceCode: reader.rule(['serviceCode'], ({ text }) => text('serviceCode') ?? 'unknown'),
    AvailabilityZone: reader.textRule('zone'),
    ResourceId: reader.textRule('resource'),
    ChargeDescription: reader.textRule('description'),
    SkuId: reader.textRule('sku'),
    BillingCurrency: reader.rule(['currency'], ({ text }) => text('currency') ?? 'USD'),
    x_Operation: reader.textRule('operation'),
    x_UsageType: reader.textRule('usageType'),
  };
}

/** Where the amounts of every format stand. */
export const commonAmounts = <Field extends string>(
  reader: RowReader<Field | CommonField>,
): LineItemRules['amounts'] => ({
  BilledCost: reader.amountPlace('cost'),
  ConsumedQuantity: reader.amountPlace('quantity'),
  ListCost: reader.amountPlace('listCost'),
});

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
    return reader.rule(['billingPeriod', 'start'], ({ time, neededTime }) =>
      monthStart(time('billingPeriod') ?? neededTime('start')),
    );
  }
  return reader.rule(['billingPeriod'], ({ time }) => {
    const own = time('billingPeriod')?.slice(0, 7) ?? forced;
    if (own !== forced) {
      findings.warnings.add(`Rows of billing period ${own} stand in a file of ${forced}: counted in ${forced}`);
    }
    return monthStart(forced);
  });
}
