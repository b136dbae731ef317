-- The curated columns of a legacy report in SQL, as somebody would write them who knows FOCUS 1.2 and DuckDB, for the benchmark to
-- compare with. Service categories and region names come from two tables that the benchmark fills.
SELECT
  nullif("lineItem/AvailabilityZone", '') AS AvailabilityZone,
  cost AS BilledCost,
  nullif("bill/PayerAccountId", '') AS BillingAccountId,
  NULL::VARCHAR AS BillingAccountName,
  CASE WHEN "bill/PayerAccountId" <> '' THEN 'Payer Account' END AS BillingAccountType,
  coalesce(nullif("lineItem/CurrencyCode", ''), 'USD') AS BillingCurrency,
  period + INTERVAL 1 MONTH AS BillingPeriodEnd,
  period AS BillingPeriodStart,
  CASE WHEN is_capacity THEN reservation END AS CapacityReservationId,
  NULL::VARCHAR AS CapacityReservationStatus,
  category AS ChargeCategory,
  CASE WHEN type = 'Refund' AND starts < period THEN 'Correction' END AS ChargeClass,
  nullif("lineItem/LineItemDescription", '') AS ChargeDescription,
  CASE WHEN category = 'Usage' THEN 'Usage-Based' WHEN type IN ('RIFee', 'SavingsPlanRecurringFee') THEN 'Recurring' ELSE 'One-Time' END
    AS ChargeFrequency,
  nullif("lineItem/UsageEndDate", '')::TIMESTAMP AS ChargePeriodEnd,
  starts AS ChargePeriodStart,
  CASE WHEN plan IS NOT NULL THEN 'Spend' WHEN reserved IS NOT NULL THEN 'Usage' END AS CommitmentDiscountCategory,
  coalesce(plan, reserved) AS CommitmentDiscountId,
  NULL::VARCHAR AS CommitmentDiscountName,
  NULL::DECIMAL(38, 18) AS CommitmentDiscountQuantity,
  CASE WHEN coalesce(plan, reserved) IS NOT NULL AND category = 'Usage' THEN 'Used' END AS CommitmentDiscountStatus,
  CASE WHEN plan IS NOT NULL THEN 'Savings Plan' WHEN reserved IS NOT NULL THEN 'Reserved Instance' END AS CommitmentDiscountType,
  NULL::VARCHAR AS CommitmentDiscountUnit,
  CASE WHEN is_use THEN quantity END AS ConsumedQuantity,
  CASE WHEN is_use THEN unit END AS ConsumedUnit,
  CASE WHEN type = 'SavingsPlanNegation' THEN 0 WHEN type = 'DiscountedUsage' THEN list_cost ELSE cost END AS ContractedCost,
  CASE WHEN type IN ('Usage', 'SavingsPlanCoveredUsage') THEN nullif("lineItem/UnblendedRate", '')::DECIMAL(38, 18) END
    AS ContractedUnitPrice,
  CASE type
    WHEN 'SavingsPlanCoveredUsage' THEN coalesce(nullif("savingsPlan/SavingsPlanEffectiveCost", '')::DECIMAL(38, 18), 0)
    WHEN 'DiscountedUsage' THEN coalesce(nullif("reservation/EffectiveCost", '')::DECIMAL(38, 18), 0)
    WHEN 'SavingsPlanNegation' THEN 0
    WHEN 'SavingsPlanUpfrontFee' THEN 0
    WHEN 'SavingsPlanRecurringFee' THEN coalesce(nullif("savingsPlan/TotalCommitmentToDate", '')::DECIMAL(38, 18), 0)
      - coalesce(nullif("savingsPlan/UsedCommitment", '')::DECIMAL(38, 18), 0)
    WHEN 'RIFee' THEN coalesce(nullif("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", '')::DECIMAL(38, 18), 0)
      + coalesce(nullif("reservation/UnusedRecurringFee", '')::DECIMAL(38, 18), 0)
    WHEN 'Fee' THEN CASE WHEN reservation IS NULL THEN cost ELSE 0 END
    ELSE cost END AS EffectiveCost,
  nullif("bill/InvoiceId", '') AS InvoiceId,
  nullif("bill/InvoicingEntity", '') AS InvoiceIssuerName,
  CASE WHEN is_use AND "pricing/publicOnDemandRate" = '' THEN cost WHEN is_use THEN list_cost WHEN category = 'Usage' THEN 0 ELSE cost END
    AS ListCost,
  CASE WHEN is_use THEN nullif("pricing/publicOnDemandRate", '')::DECIMAL(38, 18) END AS ListUnitPrice,
  CASE
    WHEN category NOT IN ('Usage', 'Purchase') THEN NULL
    WHEN type IN ('DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation') THEN 'Committed'
    WHEN "lineItem/UsageType" LIKE '%SpotUsage%' THEN 'Dynamic'
    ELSE 'Standard' END AS PricingCategory,
  coalesce(nullif("pricing/currency", ''), nullif("lineItem/CurrencyCode", ''), 'USD') AS PricingCurrency,
  CASE WHEN is_use OR category = 'Purchase' THEN quantity END AS PricingQuantity,
  CASE WHEN category <> 'Tax' THEN unit END AS PricingUnit,
  'AWS' AS ProviderName,
  nullif("lineItem/LegalEntity", '') AS PublisherName,
  region AS RegionId,
  region_names.name AS RegionName,
  nullif("lineItem/ResourceId", '') AS ResourceId,
  NULL::VARCHAR AS ResourceName,
  NULL::VARCHAR AS ResourceType,
  coalesce(service_categories.service_category, 'Other') AS ServiceCategory,
  coalesce(nullif("product/ProductName", ''), "lineItem/ProductCode") AS ServiceName,
  coalesce(service_categories.subcategory, 'Other (Other)') AS ServiceSubcategory,
  CASE WHEN category <> 'Tax' THEN nullif("product/sku", '') END AS SkuId,
  CASE WHEN category <> 'Tax' AND "product/sku" <> '' THEN nullif("lineItem/UsageType", '') END AS SkuMeter,
  CASE WHEN category <> 'Tax' AND "pricing/RateCode" <> '' AND "product/instanceType" <> '' THEN json_object(
    'CoreCount', "product/vcpu", 'InstanceType', "product/instanceType", 'OperatingSystem', "product/operatingSystem")::VARCHAR END
    AS SkuPriceDetails,
  CASE WHEN category <> 'Tax' THEN nullif("pricing/RateCode", '') END AS SkuPriceId,
  coalesce(nullif("lineItem/UsageAccountId", ''), "bill/PayerAccountId") AS SubAccountId,
  NULL::VARCHAR AS SubAccountName,
  'Usage Account' AS SubAccountType,
  json_object(
    'aws:createdBy', "resourceTags/aws:createdBy", 'user:Environment', "resourceTags/user:Environment",
    'user:Name', "resourceTags/user:Name", 'user:Team', "resourceTags/user:Team")::VARCHAR AS Tags,
  type AS x_LineItemType,
  nullif("lineItem/Operation", '') AS x_Operation,
  "lineItem/ProductCode" AS x_ServiceCode,
  nullif("lineItem/UsageType", '') AS x_UsageType
FROM (
  SELECT *,
    "lineItem/LineItemType" AS type,
    "lineItem/UsageStartDate"::TIMESTAMP AS starts,
    date_trunc('month', "bill/BillingPeriodStartDate"::TIMESTAMP) AS period,
    coalesce(nullif("lineItem/UnblendedCost", '')::DECIMAL(38, 18), 0) AS cost,
    coalesce(nullif("pricing/publicOnDemandCost", '')::DECIMAL(38, 18), 0) AS list_cost,
    coalesce(nullif("lineItem/UsageAmount", '')::DECIMAL(38, 18), 0) AS quantity,
    nullif("pricing/unit", '') AS unit,
    coalesce(nullif("product/region", ''), nullif("product/regionCode", ''), nullif(regexp_extract("lineItem/AvailabilityZone", '^[a-z]{2}(?:-[a-z]+)+-\d+'), ''))
      AS region,
    nullif("savingsPlan/SavingsPlanARN", '') AS plan,
    nullif("reservation/ReservationARN", '') AS reservation,
    contains("reservation/ReservationARN", ':capacity-reservation/') AS is_capacity,
    CASE WHEN NOT is_capacity THEN reservation END AS reserved,
    CASE
      WHEN type IN ('Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee') THEN 'Purchase'
      WHEN type = 'Tax' THEN 'Tax'
      WHEN type = 'Credit' THEN 'Credit'
      WHEN type = 'Refund' THEN 'Adjustment'
      ELSE 'Usage' END AS category,
    category = 'Usage' AND type NOT IN ('SavingsPlanNegation', 'Discount', 'BundledDiscount', 'EdpDiscount', 'PrivateRateDiscount',
      'RiVolumeDiscount', 'SppDiscount') AS is_use
  FROM report
)
LEFT JOIN region_names ON region_names.id = region
LEFT JOIN service_categories ON service_categories.code = "lineItem/ProductCode"
