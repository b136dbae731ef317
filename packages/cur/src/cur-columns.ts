import type { CommonField } from './common-rules.ts';
import type { ReportFormat } from './line-item.ts';
import type { Source } from './row-reader.ts';

/** Needed to say what a line item cost, whom, when and for what; a file without one of them is refused. */
export const CUR_NEEDED = ['account', 'start', 'serviceCode', 'cost'] as const;

export type CurField =
  | CommonField
  | 'region'
  | 'type'
  | 'sku'
  | 'quantity'
  | 'unit'
  | 'listCost'
  | 'savingsPlanArn'
  | 'reservationArn'
  | 'savingsPlanEffectiveCost'
  | 'savingsPlanCommitment'
  | 'savingsPlanUsedCommitment'
  | 'reservationEffectiveCost'
  | 'reservationUnusedUpfront'
  | 'reservationUnusedRecurring'
  | 'payerName'
  | 'accountName'
  | 'invoice'
  | 'invoiceIssuer'
  | 'seller'
  | 'capacityReservation'
  | 'capacityStatus'
  | 'rate'
  | 'listRate'
  | 'rateCode'
  | 'instanceType'
  | 'operatingSystem'
  | 'cores';

/**
 * Where a Cost and Usage Report keeps what Almanac reads. Shown to users as docs/cur/columns.md.
 * Source: AWS, "Cost and Usage Report data dictionary" and "Cost and Usage Report (CUR) 2.0" in the Data Exports guide.
 */
export interface CurColumns {
  readonly format: ReportFormat;
  readonly sources: Readonly<Record<CurField, readonly Source[]>>;
  /** Tags as a column each, whose names begin so. */
  readonly tagPrefix?: string;
  /** Tags as JSON maps: the first of these columns that the report has. */
  readonly tagMaps?: readonly string[];
}

export const LEGACY_COLUMNS: CurColumns = {
  format: 'cur-legacy',
  tagPrefix: 'resourceTags/',
  sources: {
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
    operation: ['lineItem/Operation'],
    usageType: ['lineItem/UsageType'],
    payerName: [],
    accountName: [],
    invoice: ['bill/InvoiceId'],
    invoiceIssuer: ['bill/InvoicingEntity'],
    seller: ['lineItem/LegalEntity'],
    capacityReservation: [],
    capacityStatus: [],
    rate: ['lineItem/UnblendedRate'],
    listRate: ['pricing/publicOnDemandRate'],
    rateCode: ['pricing/RateCode'],
    pricingCurrency: ['pricing/currency'],
    instanceType: ['product/instanceType'],
    operatingSystem: ['product/operatingSystem'],
    cores: ['product/vcpu'],
  },
};

/**
 * What the legacy report calls a column where it was made for Athena, as all Parquet is: `lineItem/UsageAccountId` is
 * `line_item_usage_account_id` there.
 * Source: AWS, Cost and Usage Report user guide, "Column names" under "Querying with Amazon Athena".
 */
export const athenaName = (column: string): string =>
  column
    .replace(/[A-Z]/g, '_$&')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

const athenaSource = (source: Source): Source => (typeof source === 'string' ? athenaName(source) : source);

const athenaSources = (sources: CurColumns['sources']): CurColumns['sources'] =>
  Object.fromEntries(
    Object.entries(sources).map(([field, places]) => [field, places.map(athenaSource)] as const),
  ) as Record<CurField, Source[]>;

/** The legacy report where it was made for Athena. Tags may have been put into maps by whoever exported it anew. */
export const ATHENA_COLUMNS: CurColumns = {
  format: 'cur-legacy',
  tagPrefix: `${athenaName('resourceTags')}_`,
  tagMaps: ['resource_tags', 'tags'],
  sources: athenaSources(LEGACY_COLUMNS.sources),
};

export const CUR2_COLUMNS: CurColumns = {
  format: 'cur-2.0',
  tagMaps: ['resource_tags', 'tags'],
  sources: {
    account: ['line_item_usage_account_id'],
    start: ['line_item_usage_start_date'],
    serviceCode: ['line_item_product_code'],
    cost: ['line_item_unblended_cost'],
    payer: ['bill_payer_account_id'],
    billingPeriod: ['bill_billing_period_start_date'],
    end: ['line_item_usage_end_date'],
    serviceName: [{ map: 'product', key: 'product_name' }, 'product_product_name'],
    region: ['product_region_code', { map: 'product', key: 'region' }, 'product_region'],
    zone: ['line_item_availability_zone'],
    resource: ['line_item_resource_id'],
    type: ['line_item_line_item_type'],
    description: ['line_item_line_item_description'],
    sku: ['product_sku'],
    quantity: ['line_item_usage_amount'],
    unit: ['pricing_unit'],
    listCost: ['pricing_public_on_demand_cost'],
    currency: ['line_item_currency_code'],
    savingsPlanArn: ['savings_plan_savings_plan_a_r_n'],
    reservationArn: ['reservation_reservation_a_r_n'],
    savingsPlanEffectiveCost: ['savings_plan_savings_plan_effective_cost'],
    savingsPlanCommitment: ['savings_plan_total_commitment_to_date'],
    savingsPlanUsedCommitment: ['savings_plan_used_commitment'],
    reservationEffectiveCost: ['reservation_effective_cost'],
    reservationUnusedUpfront: ['reservation_unused_amortized_upfront_fee_for_billing_period'],
    reservationUnusedRecurring: ['reservation_unused_recurring_fee'],
    operation: ['line_item_operation'],
    usageType: ['line_item_usage_type'],
    payerName: ['bill_payer_account_name'],
    accountName: ['line_item_usage_account_name'],
    invoice: ['bill_invoice_id'],
    invoiceIssuer: ['bill_invoicing_entity'],
    seller: ['line_item_legal_entity'],
    capacityReservation: ['capacity_reservation_capacity_reservation_arn'],
    capacityStatus: ['capacity_reservation_capacity_reservation_status'],
    rate: ['line_item_unblended_rate'],
    listRate: ['pricing_public_on_demand_rate'],
    rateCode: ['pricing_rate_code'],
    pricingCurrency: ['pricing_currency'],
    instanceType: ['product_instance_type'],
    operatingSystem: [{ map: 'product', key: 'operating_system' }, 'product_operating_system'],
    cores: [{ map: 'product', key: 'vcpu' }, 'product_vcpu'],
  },
};
