import { type Cells, type LegacyRow, withCells } from './columns.ts';
import { OFFERINGS, type Offering, SPIKING } from './offerings.ts';
import type { CheckedOptions } from './options.ts';
import { type Account, accountsOf, REGIONS, type Region, spikeAccount } from './places.ts';
import { Random } from './random.ts';

/** One resource in use: the cells of its line items that do not change, and how much of its pool it takes. */
export type Item = { offering: Offering; account: Account; accountIndex: number; weight: number; cells: LegacyRow };

/** Items that every day has, however few its rows; the others take turns. */
export const ANCHORS = 4;
/** More resources than this are not made: past it, an hour has several line items per resource. */
const MOST_ITEMS = 4000;

const NAMES = [
  'checkout-api',
  'search',
  'billing-export',
  'web',
  'Überwachung',
  'データ基盤',
  'ingest, raw',
  'reports',
];
const TEAMS = ['platform', 'checkout', 'data, analytics', 'search', ''];

const placeCells = ({ place }: Offering, region: Region, zone: string): Cells => ({
  ...(place === 'zone' || place === 'zone-only'
    ? { 'lineItem/AvailabilityZone': zone, 'product/availabilityZone': zone }
    : {}),
  ...(place === 'zone' || place === 'region' ? { 'product/region': region.code } : {}),
  ...(place === 'zone' || place === 'region' || place === 'code-only' ? { 'product/regionCode': region.code } : {}),
  ...(place === 'global' ? {} : { 'product/location': region.location, 'product/locationType': 'AWS Region' }),
});

const rateText = (rate: number): string => rate.toFixed(10);
const shortRate = (rate: number): string => rateText(rate).replace(/\.?0+$/, '');

const productCells = (offering: Offering, region: Region, sku: string): Cells => ({
  'product/ProductName': offering.name,
  'product/operation': offering.operation,
  'product/productFamily': offering.family,
  'product/servicecode': offering.service,
  'product/servicename': offering.name,
  'product/sku': sku,
  'product/usagetype': region.prefix + offering.usageType,
  ...offering.instance?.attributes,
  ...offering.attributes,
});

const priceCells = (offering: Offering, { currency }: Account, sku: string): Cells => ({
  'lineItem/UnblendedRate': rateText(offering.rate),
  'lineItem/BlendedRate': rateText(offering.rate),
  'pricing/RateCode': `${sku}.JRTCKXETXF.6YS6EN2CT7`,
  'pricing/RateId': String(new Random(sku.charCodeAt(0), sku.charCodeAt(1)).next()),
  'pricing/currency': currency,
  'pricing/publicOnDemandRate': rateText(offering.rate),
  'pricing/term': 'OnDemand',
  'pricing/unit': offering.unit,
});

const description = ({ rate, unit, instance, usageType }: Offering, { location }: Region): string =>
  instance
    ? `$${shortRate(rate)} per On Demand ${instance.type} Instance Hour in ${location}, billed by the second`
    : `$${shortRate(rate)} per ${unit} of ${usageType} in ${location}`;

const resourceId = (offering: Offering, region: Region, account: Account, name: string, random: Random): string =>
  offering.resource
    .replace('{service}', offering.service.replace(/^(Amazon|AWS|aws)/, '').toLowerCase())
    .replace('{region}', region.code)
    .replace('{account}', account.id)
    .replace('{name}', name.replace(', ', '-'))
    .replace('{hex}', random.hex(17));

const cellsOf = (offering: Offering, account: Account, payer: Account, region: Region, random: Random): LegacyRow => {
  const sku = new Random(OFFERINGS.indexOf(offering), REGIONS.indexOf(region)).base32(16).toUpperCase();
  const name = `${random.pick(NAMES)}-${random.below(900)}`;
  return withCells({
    'bill/InvoicingEntity': 'Amazon Web Services, Inc.',
    'bill/BillingEntity': 'AWS',
    'bill/BillType': 'Anniversary',
    'bill/PayerAccountId': payer.id,
    'lineItem/UsageAccountId': account.id,
    'lineItem/LineItemType': 'Usage',
    'lineItem/ProductCode': offering.service,
    'lineItem/UsageType': region.prefix + offering.usageType,
    'lineItem/Operation': offering.operation,
    'lineItem/ResourceId': resourceId(offering, region, account, name, random),
    'lineItem/CurrencyCode': account.currency,
    'lineItem/LineItemDescription': description(offering, region),
    'lineItem/LegalEntity': 'Amazon Web Services, Inc.',
    ...productCells(offering, region, sku),
    ...placeCells(offering, region, region.code + random.pick(['a', 'b', 'c'])),
    ...priceCells(offering, account, sku),
    'resourceTags/aws:createdBy': random.below(3) ? `AssumedRole:AROA${random.base32(16).toUpperCase()}:deploy` : '',
    'resourceTags/user:Environment': random.below(8) ? account.environment : '',
    'resourceTags/user:Name': random.below(5) ? name : '',
    'resourceTags/user:Team': random.pick(TEAMS),
  });
};

const itemAt = (index: number, accounts: readonly Account[], seed: number): Item => {
  const kind = index % OFFERINGS.length;
  const copy = Math.floor(index / OFFERINGS.length);
  const offering = OFFERINGS[kind] ?? SPIKING;
  const accountIndex = offering === SPIKING ? spikeAccount(accounts.length) : (kind + copy) % accounts.length;
  const [account, payer] = [accounts[accountIndex], accounts[0]] as [Account, Account];
  const random = new Random(seed, 1, index);
  const region = REGIONS[random.below(3) ? random.below(2) : random.below(REGIONS.length)] ?? REGIONS[0];
  const weight = offering.share * (offering === SPIKING ? 1 : account.weight * random.between(0.5, 1.5));
  return { offering, account, accountIndex, weight, cells: cellsOf(offering, account, payer, region, random) };
};

/** The resources of a report with about `rowsPerDay` usage rows a day: enough that one has about one row an hour. */
export const fleetOf = (options: CheckedOptions, rowsPerDay: number): Item[] => {
  const accounts = accountsOf(options.accounts, options.currencies);
  const base = OFFERINGS.length * (options.accounts + 2);
  const length = Math.min(MOST_ITEMS, Math.max(base, Math.ceil(rowsPerDay / 27)));
  return Array.from({ length }, (_, index) => itemAt(index, accounts, options.seed));
};

/** Which item the n-th usage row of a day belongs to: the anchors first, then the others, shifted day by day. */
export const itemOf = (fleet: readonly Item[], day: number, n: number): Item => {
  const slot = n % fleet.length;
  const others = fleet.length - ANCHORS;
  const index = slot < ANCHORS ? slot : ANCHORS + ((slot - ANCHORS + day * 5) % others);
  return fleet[index] as Item;
};
