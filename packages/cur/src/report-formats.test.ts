import { describe, expect, it } from '@jest/globals';
import { csvReportReader } from './csv-report-reader.ts';
import { ATHENA_COLUMNS, athenaName, CUR2_COLUMNS, type CurColumns } from './cur-columns.ts';
import type { LineItem } from './line-item.ts';
import { DEFAULT_READ_LIMITS } from './report-reader.ts';

const field = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Reads a report of one row, given as column and value. */
async function read(row: Record<string, string>) {
  const text = [Object.keys(row), Object.values(row)].map((cells) => cells.map(field).join(',')).join('\n');
  const content = (async function* () {
    yield Buffer.from(text);
  })();
  const report = await csvReportReader.open(content, DEFAULT_READ_LIMITS);
  const items: LineItem[] = [];
  for await (const batch of report.batches) items.push(...batch);
  return { format: report.format, findings: report.findings, item: items[0] };
}

const CUR2 = {
  line_item_usage_account_id: '000123456789',
  line_item_usage_start_date: '2024-02-01T00:00:00.000Z',
  line_item_product_code: 'AmazonS3',
  line_item_unblended_cost: '1.5',
  bill_billing_period_start_date: '2024-03-01T00:00:00.000Z',
  product: '{"product_name":"Amazon S3","region":"eu-west-1"}',
  resource_tags: '{"user_team":"a","user_empty":null,"user_number":1}',
  line_item_line_item_type: 'Usage',
};

describe('CUR 2.0', () => {
  it('takes names, region and tags from its maps', async () => {
    const { format, item } = await read(CUR2);
    expect(format).toBe('cur-2.0');
    expect(item).toMatchObject({
      SubAccountId: '000123456789',
      BillingPeriodStart: '2024-03-01T00:00:00Z',
      ChargePeriodStart: '2024-02-01T00:00:00Z',
      x_ServiceCode: 'AmazonS3',
      ServiceName: 'Amazon S3',
      RegionId: 'eu-west-1',
      BillingCurrency: 'USD',
      Tags: { user_team: 'a', user_number: '1' },
    });
  });

  it.each([
    [{ product_region_code: 'us-east-2' }, 'us-east-2', 'Amazon S3'],
    [{ product: '{}', line_item_availability_zone: 'us-west-2b' }, 'us-west-2', 'AmazonS3'],
    [{ product: '', product_region: 'x', product_product_name: 'Flat' }, 'x', 'Flat'],
    [{ product: '{}' }, null, 'AmazonS3'],
  ])('falls back for region and name: %j', async (over, region, name) => {
    expect((await read({ ...CUR2, ...over })).item).toMatchObject({ RegionId: region, ServiceName: name });
  });

  it('reads a map that is none as empty, with a warning', async () => {
    const { item, findings } = await read({ ...CUR2, product: '{"product_name":' });
    expect(item).toMatchObject({ ServiceName: 'AmazonS3', RegionId: null });
    expect([...findings.warnings]).toEqual([expect.stringContaining('Column product')]);
  });

  it('amortises like the legacy report', async () => {
    const covered = {
      ...CUR2,
      line_item_line_item_type: 'SavingsPlanCoveredUsage',
      savings_plan_savings_plan_effective_cost: '0.7',
    };
    expect((await read(covered)).item?.EffectiveCost.toString()).toBe('0.7');
    const unknown = await read({ ...CUR2, line_item_line_item_type: 'RIFee' });
    expect(unknown.findings.amortized).toBe('partial');
    expect(unknown.item?.EffectiveCost.toString()).toBe('1.5');
  });

  it('is the legacy report where it was made for Athena: flat product columns, no map', async () => {
    const { product: _map, ...flat } = CUR2;
    expect((await read({ ...flat, product_product_name: 'Amazon S3' })).format).toBe('cur-legacy');
    expect((await read(flat)).format).toBe('cur-2.0');
  });
});

describe('the legacy report where it was made for Athena', () => {
  it.each([
    ['lineItem/UsageAccountId', 'line_item_usage_account_id'],
    ['reservation/ReservationARN', 'reservation_reservation_a_r_n'],
    ['product/ProductName', 'product_product_name'],
    ['pricing/publicOnDemandCost', 'pricing_public_on_demand_cost'],
    ['resourceTags/user:CostCenter', 'resource_tags_user_cost_center'],
    ['resourceTags/aws:autoscaling:groupName', 'resource_tags_aws_autoscaling_group_name'],
  ])('calls %s %s', (column, name) => {
    expect(athenaName(column)).toBe(name);
  });

  it('calls what CUR 2.0 has too by the same name', () => {
    const others = ['serviceName', 'region', 'operatingSystem', 'cores', 'payerName', 'accountName'];
    const onlyInCur2 = ['capacityReservation', 'capacityStatus'];
    const namesOf = ({ sources }: CurColumns) =>
      Object.entries(sources).filter(([field]) => ![...others, ...onlyInCur2].includes(field));
    expect(namesOf(ATHENA_COLUMNS)).toEqual(namesOf(CUR2_COLUMNS));
  });

  it('has tags in columns of their own, and product names and regions in flat columns', async () => {
    const { product: _map, resource_tags: _tags, ...flat } = CUR2;
    const names = {
      product_product_name: 'Amazon Simple Storage Service',
      product_region: '',
      product_region_code: 'x-1',
    };
    const tags = { resource_tags_user_cost_center: '42', resource_tags_user_team: '' };
    const { format, item } = await read({ ...flat, ...names, ...tags });
    expect(format).toBe('cur-legacy');
    expect(item).toMatchObject({
      ServiceName: 'Amazon Simple Storage Service',
      RegionId: 'x-1',
      Tags: { user_cost_center: '42' },
    });
    expect(Object.keys(item?.Tags ?? {})).toEqual(['user_cost_center']);
  });
});

const FOCUS = {
  SubAccountId: '000123456789',
  BillingAccountId: '1',
  BillingPeriodStart: '2024-09-01 00:00:00',
  ChargePeriodStart: '2024-09-18 22:00:00',
  ServiceName: 'Amazon Simple Queue Service',
  BilledCost: '0.00000080000',
  EffectiveCost: '0.1',
  ChargeCategory: 'Credit',
  RegionId: 'NULL',
  Tags: '{"team":"a"}',
};

describe('FOCUS', () => {
  it('is taken as it is, NULL for nothing', async () => {
    const { format, item } = await read(FOCUS);
    expect(format).toBe('focus-1.0');
    expect(item).toMatchObject({
      ChargeCategory: 'Credit',
      x_ServiceCode: 'Amazon Simple Queue Service',
      RegionId: null,
      ChargePeriodStart: '2024-09-18T22:00:00Z',
      Tags: { team: 'a' },
    });
    expect(item?.BilledCost.toString()).toBe('0.0000008');
    expect(item?.EffectiveCost.toString()).toBe('0.1');
  });

  it("prefers AWS's service code", async () => {
    const { item } = await read({ ...FOCUS, x_ServiceCode: 'AWSQueueService' });
    expect(item).toMatchObject({ x_ServiceCode: 'AWSQueueService', ServiceName: 'Amazon Simple Queue Service' });
  });

  it.each(['InvoiceId', 'BillingAccountType', 'SubAccountType', 'PricingCurrency'])(
    'is 1.2 with %s',
    async (column) => {
      expect((await read({ ...FOCUS, [column]: '' })).format).toBe('focus-1.2');
    },
  );

  it('counts a category it does not know as usage, with a warning, and a missing effective cost as billed', async () => {
    const { EffectiveCost: _cost, ...without } = FOCUS;
    const { item, findings } = await read({ ...without, ChargeCategory: 'Gift' });
    expect(item?.ChargeCategory).toBe('Usage');
    expect([...findings.warnings]).toEqual([expect.stringContaining('"Gift"')]);
    expect(findings.amortized).toBe('partial');
    expect(item?.EffectiveCost.toString()).toBe('0.0000008');
  });
});

describe('columns of FOCUS 1.2 from CUR', () => {
  const CAPACITY = 'arn:aws:ec2:us-east-1:1:capacity-reservation/cr-1';

  it.each([
    ['Usage', {}, { PricingCategory: 'Standard', ChargeFrequency: 'Usage-Based', CommitmentDiscountStatus: null }],
    ['Usage', { line_item_usage_type: 'EUW1-SpotUsage:m5.large' }, { PricingCategory: 'Dynamic' }],
    [
      'SavingsPlanCoveredUsage',
      { savings_plan_savings_plan_a_r_n: 'arn:plan' },
      { PricingCategory: 'Committed', CommitmentDiscountStatus: 'Used', CommitmentDiscountCategory: 'Spend' },
    ],
    [
      'DiscountedUsage',
      { reservation_reservation_a_r_n: 'arn:ri' },
      {
        CommitmentDiscountId: 'arn:ri',
        CommitmentDiscountCategory: 'Usage',
        CommitmentDiscountType: 'Reserved Instance',
      },
    ],
    [
      'Usage',
      { reservation_reservation_a_r_n: CAPACITY },
      { CapacityReservationId: CAPACITY, CommitmentDiscountId: null, CommitmentDiscountStatus: null },
    ],
    [
      'Usage',
      {
        capacity_reservation_capacity_reservation_arn: CAPACITY,
        capacity_reservation_capacity_reservation_status: 'Unused',
      },
      { CapacityReservationId: CAPACITY, CapacityReservationStatus: 'Unused' },
    ],
    ['Usage', { capacity_reservation_capacity_reservation_status: 'Reserved' }, { CapacityReservationStatus: null }],
    ['RIFee', {}, { ChargeFrequency: 'Recurring', PricingCategory: 'Standard' }],
    ['Tax', { product_sku: 'S', pricing_rate_code: 'S.1' }, { PricingCategory: null, SkuId: null, SkuPriceId: null }],
    ['Refund', {}, { ChargeClass: 'Correction' }],
    ['Refund', { line_item_usage_start_date: '2024-03-02' }, { ChargeClass: null }],
  ])('say how %s with %j is charged', async (type, over, expected) => {
    const { item } = await read({ ...CUR2, ...over, line_item_line_item_type: type });
    expect(item).toMatchObject(expected);
  });

  it('say what a SKU is, in numbers and words', async () => {
    const sku = {
      product_sku: 'S',
      pricing_rate_code: 'S.1',
      product_instance_type: 'm5.large',
      line_item_usage_type: 'u',
    };
    const { item } = await read({ ...CUR2, ...sku, product: '{"vcpu":"2","operating_system":"Linux"}' });
    expect(item).toMatchObject({ SkuId: 'S', SkuPriceId: 'S.1', SkuMeter: 'u' });
    expect(JSON.parse(item?.SkuPriceDetails ?? '')).toEqual({
      CoreCount: 2,
      InstanceType: 'm5.large',
      OperatingSystem: 'Linux',
    });
    const other = await read({ ...CUR2, product: '{"operating_system":"NA"}', pricing_rate_code: 'S.1' });
    expect(other.item?.SkuPriceDetails).toBeNull();
  });

  const COSTS = {
    line_item_usage_amount: '3',
    pricing_public_on_demand_cost: '2',
    pricing_public_on_demand_rate: '0.50',
    line_item_unblended_rate: '5E-1',
  };
  it.each([
    ['Usage', {}, ['2', '1.5', '3', '3', '0.5', '0.5']],
    ['Usage', { pricing_public_on_demand_rate: '' }, ['1.5', '1.5', '3', '3', null, '0.5']],
    ['DiscountedUsage', {}, ['2', '2', '3', '3', '0.5', null]],
    ['SavingsPlanNegation', {}, ['0', '0', null, null, null, null]],
    ['EdpDiscount', {}, ['0', '1.5', null, null, null, null]],
    ['Fee', {}, ['1.5', '1.5', null, '3', null, null]],
    ['Tax', {}, ['1.5', '1.5', null, null, null, null]],
  ])('have the amounts of %s with %j', async (type, over, expected) => {
    const { item } = await read({ ...CUR2, ...COSTS, ...over, line_item_line_item_type: type });
    const amounts = [
      ...[item?.ListCost, item?.ContractedCost, item?.ConsumedQuantity, item?.PricingQuantity],
      ...[item?.ListUnitPrice, item?.ContractedUnitPrice],
    ];
    expect(amounts.map((amount) => amount?.toString() ?? null)).toEqual(expected);
  });

  it('take a price that is none as absent, with a warning', async () => {
    const { item, findings } = await read({ ...CUR2, ...COSTS, line_item_unblended_rate: 'cheap' });
    expect(item?.ContractedUnitPrice).toBeNull();
    expect([...findings.warnings]).toEqual([expect.stringContaining('line_item_unblended_rate')]);
  });

  it('name regions and classes of services that are known, and say so of others', async () => {
    const { item } = await read({ ...CUR2, product_region_code: 'xx-new-9', line_item_product_code: '5ml8u7zsrl' });
    expect(item).toMatchObject({
      RegionName: 'xx-new-9',
      ServiceCategory: 'Other',
      ServiceSubcategory: 'Other (Other)',
    });
    const known = await read({ ...CUR2, product_region_code: 'eu-west-1' });
    expect(known.item).toMatchObject({ RegionName: 'Europe (Ireland)', ServiceSubcategory: 'Object Storage' });
  });
});

describe('columns of FOCUS 1.2 from FOCUS 1.0', () => {
  it.each([
    [{ ServiceCategory: 'Integration', x_ServiceCode: 'AWSQueueService' }, 'Integration', 'Messaging'],
    [{ ServiceCategory: 'Storage', x_ServiceCode: 'AmazonEC2' }, 'Storage', 'Other (Storage)'],
    [{ x_ServiceCode: 'AmazonEC2' }, 'Compute', 'Virtual Machines'],
    [{ ServiceCategory: 'Strange' }, 'Strange', 'Other (Other)'],
  ])('class the service of %j', async (over, ServiceCategory, ServiceSubcategory) => {
    expect((await read({ ...FOCUS, ...over })).item).toMatchObject({ ServiceCategory, ServiceSubcategory });
  });
});
