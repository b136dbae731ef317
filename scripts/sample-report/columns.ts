/**
 * Columns of a legacy Cost and Usage Report, in file order and spelled as AWS spells them.
 * Source: "Data dictionary" of the AWS Cost and Usage Report user guide. A real report holds more product columns;
 * which ones depends on the services used in the month.
 */
export const COLUMNS = [
  'identity/LineItemId',
  'identity/TimeInterval',
  'bill/InvoiceId',
  'bill/InvoicingEntity',
  'bill/BillingEntity',
  'bill/BillType',
  'bill/PayerAccountId',
  'bill/BillingPeriodStartDate',
  'bill/BillingPeriodEndDate',
  'lineItem/UsageAccountId',
  'lineItem/LineItemType',
  'lineItem/UsageStartDate',
  'lineItem/UsageEndDate',
  'lineItem/ProductCode',
  'lineItem/UsageType',
  'lineItem/Operation',
  'lineItem/AvailabilityZone',
  'lineItem/ResourceId',
  'lineItem/UsageAmount',
  'lineItem/NormalizationFactor',
  'lineItem/NormalizedUsageAmount',
  'lineItem/CurrencyCode',
  'lineItem/UnblendedRate',
  'lineItem/UnblendedCost',
  'lineItem/BlendedRate',
  'lineItem/BlendedCost',
  'lineItem/LineItemDescription',
  'lineItem/TaxType',
  'lineItem/LegalEntity',
  'product/ProductName',
  'product/availabilityZone',
  'product/capacitystatus',
  'product/clockSpeed',
  'product/currentGeneration',
  'product/databaseEngine',
  'product/description',
  'product/dedicatedEbsThroughput',
  'product/deploymentOption',
  'product/fromLocation',
  'product/group',
  'product/groupDescription',
  'product/instanceFamily',
  'product/instanceType',
  'product/instanceTypeFamily',
  'product/licenseModel',
  'product/location',
  'product/locationType',
  'product/marketoption',
  'product/memory',
  'product/networkPerformance',
  'product/normalizationSizeFactor',
  'product/operatingSystem',
  'product/operation',
  'product/physicalProcessor',
  'product/preInstalledSw',
  'product/processorArchitecture',
  'product/productFamily',
  'product/region',
  'product/regionCode',
  'product/servicecode',
  'product/servicename',
  'product/sku',
  'product/storage',
  'product/storageClass',
  'product/tenancy',
  'product/toLocation',
  'product/transferType',
  'product/usagetype',
  'product/vcpu',
  'product/volumeApiName',
  'product/volumeType',
  'pricing/LeaseContractLength',
  'pricing/OfferingClass',
  'pricing/PurchaseOption',
  'pricing/RateCode',
  'pricing/RateId',
  'pricing/currency',
  'pricing/publicOnDemandCost',
  'pricing/publicOnDemandRate',
  'pricing/term',
  'pricing/unit',
  'reservation/AmortizedUpfrontCostForUsage',
  'reservation/AmortizedUpfrontFeeForBillingPeriod',
  'reservation/EffectiveCost',
  'reservation/EndTime',
  'reservation/ModificationStatus',
  'reservation/NormalizedUnitsPerReservation',
  'reservation/NumberOfReservations',
  'reservation/RecurringFeeForUsage',
  'reservation/ReservationARN',
  'reservation/StartTime',
  'reservation/SubscriptionId',
  'reservation/TotalReservedNormalizedUnits',
  'reservation/TotalReservedUnits',
  'reservation/UnitsPerReservation',
  'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod',
  'reservation/UnusedNormalizedUnitQuantity',
  'reservation/UnusedQuantity',
  'reservation/UnusedRecurringFee',
  'reservation/UpfrontValue',
  'savingsPlan/TotalCommitmentToDate',
  'savingsPlan/SavingsPlanARN',
  'savingsPlan/SavingsPlanRate',
  'savingsPlan/UsedCommitment',
  'savingsPlan/SavingsPlanEffectiveCost',
  'savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod',
  'savingsPlan/RecurringCommitmentForBillingPeriod',
  'savingsPlan/StartTime',
  'savingsPlan/EndTime',
  'savingsPlan/OfferingType',
  'savingsPlan/PaymentOption',
  'savingsPlan/PurchaseTerm',
  'savingsPlan/Region',
  'resourceTags/aws:createdBy',
  'resourceTags/user:Environment',
  'resourceTags/user:Name',
  'resourceTags/user:Team',
] as const;

/** Name of a column of {@link COLUMNS}. */
export type Column = (typeof COLUMNS)[number];

/** One line item: the values as they are meant (not csv-quoted), in the order of {@link COLUMNS}. */
export type LegacyRow = readonly string[];

/** Some columns of a row by name; whatever is not named is empty. */
export type Cells = Partial<Record<Column, string>>;

/** Position of a column. */
export const at = (column: Column): number => COLUMNS.indexOf(column);

/** Copy of `base` (default: all empty) with the given columns set. */
export const withCells = (cells: Cells, base: LegacyRow = COLUMNS.map(() => '')): string[] => {
  const row = base.slice();
  for (const [column, value] of Object.entries(cells)) row[at(column as Column)] = value;
  return row;
};

/** The row as an object, every column present. */
export const toRecord = (row: LegacyRow): Record<Column, string> =>
  Object.fromEntries(COLUMNS.map((column, index) => [column, row[index] ?? ''])) as Record<Column, string>;
