import type { ReportFormat } from './line-item.ts';

/** Needed to say what a line item cost, whom, when and for what; a file without one of them is refused. */
export const NEEDED = ['account', 'start', 'serviceCode', 'cost'] as const;

/**
 * Where a Cost and Usage Report keeps what Almanac reads: for each meaning the columns to look in, best first.
 * Shown to users as docs/cur/columns.md.
 * Source: AWS, "Cost and Usage Report data dictionary", docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html
 */
export interface CurColumns {
  readonly format: ReportFormat;
  readonly tagPrefix: string;
  readonly names: Readonly<Record<CurField, readonly string[]>>;
}

export type CurField =
  | (typeof NEEDED)[number]
  | 'payer'
  | 'billingPeriod'
  | 'end'
  | 'serviceName'
  | 'region'
  | 'zone'
  | 'resource'
  | 'type'
  | 'description'
  | 'sku'
  | 'quantity'
  | 'unit'
  | 'listCost'
  | 'currency'
  | 'savingsPlanArn'
  | 'reservationArn'
  | 'savingsPlanEffectiveCost'
  | 'savingsPlanCommitment'
  | 'savingsPlanUsedCommitment'
  | 'reservationEffectiveCost'
  | 'reservationUnusedUpfront'
  | 'reservationUnusedRecurring'
  | 'lineItemId'
  | 'operation'
  | 'usageType';

export const LEGACY_COLUMNS: CurColumns = {
  format: 'cur-legacy',
  tagPrefix: 'resourceTags/',
  names: {
    account: ['lineItem/UsageAccountId'],
    start: ['lineItem/UsageStartDate'],
    serviceCode: ['lineItem/ProductCode'],
    cost: ['lineItem/UnblendedCost'],
    payer: ['bill/PayerAccountId'],
    billingPeriod: ['bill/BillingPeriodStartDate'],
    end: ['lineItem/UsageEndDate'],
    serviceName: ['product/ProductName'],
    region: ['product/region', 'product/regionCode'],
    zone: ['lineItem/AvailabilityZone'],
    resource: ['lineItem/ResourceId'],
    type: ['lineItem/LineItemType'],
    description: ['lineItem/LineItemDescription'],
    sku: ['product/sku'],
    quantity: ['lineItem/UsageAmount'],
    unit: ['pricing/unit'],
    listCost: ['pricing/publicOnDemandCost'],
    currency: ['lineItem/CurrencyCode'],
    savingsPlanArn: ['savingsPlan/SavingsPlanARN'],
    reservationArn: ['reservation/ReservationARN'],
    savingsPlanEffectiveCost: ['savingsPlan/SavingsPlanEffectiveCost'],
    savingsPlanCommitment: ['savingsPlan/TotalCommitmentToDate'],
    savingsPlanUsedCommitment: ['savingsPlan/UsedCommitment'],
    reservationEffectiveCost: ['reservation/EffectiveCost'],
    reservationUnusedUpfront: ['reservation/UnusedAmortizedUpfrontFeeForBillingPeriod'],
    reservationUnusedRecurring: ['reservation/UnusedRecurringFee'],
    lineItemId: ['identity/LineItemId'],
    operation: ['lineItem/Operation'],
    usageType: ['lineItem/UsageType'],
  },
};
