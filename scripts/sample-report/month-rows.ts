import { amountText, fixed10, UNITS } from './amount-text.ts';
import { previousMonth } from './calendar.ts';
import type { Cells } from './columns.ts';
import { chargeRow, type MonthState } from './month-state.ts';
import { Random } from './random.ts';

/** Makes one monthly line item once the month's use is known. */
type Charge = (state: MonthState, random: Random) => string[];

const TAX_RATE = 0.005;

const monthly =
  (cells: Cells): Charge =>
  (state, random) =>
    chargeRow(state, random, [state.month.start, state.month.end], cells);

const dated =
  (month: string, day: string, cells: Cells): Charge =>
  (state, random) =>
    chargeRow(state, random, [`${month}-${day}T00:00:00Z`, `${month}-${day}T01:00:00Z`], cells);

const service = (code: string, name: string): Cells => ({ 'lineItem/ProductCode': code, 'product/ProductName': name });
const EC2 = service('AmazonEC2', 'Amazon Elastic Compute Cloud');

const reservationFee: Charge = (state, random) =>
  monthly({
    ...{ ...EC2, 'lineItem/LineItemType': 'RIFee', 'lineItem/UsageType': 'HeavyUsage:c5.large' },
    'lineItem/LineItemDescription': 'USD 0.0 hourly fee per Linux/UNIX (Amazon VPC), c5.large instance',
    'product/region': 'us-east-1',
    'pricing/term': 'Reserved',
    ...state.reservation.fee(),
  })(state, random);

const support = monthly({
  ...service('AWSSupportDeveloper', 'AWS Support (Developer)'),
  'lineItem/LineItemType': 'Fee',
  'lineItem/UnblendedCost': '29.0000000000',
  'lineItem/LineItemDescription': 'Recurring Fee',
});

const marketplace = monthly({
  ...service('5ml8u7zsrl0qyoc2qbtvyvqhk', 'Schwachstellenprüfung für Teams, "Pro" édition'),
  'bill/BillingEntity': 'AWS Marketplace',
  'bill/InvoicingEntity': 'Beispiel Sicherheit GmbH & Co. KG',
  'lineItem/LegalEntity': 'Beispiel Sicherheit GmbH & Co. KG',
  'lineItem/LineItemType': 'Fee',
  'lineItem/UnblendedCost': '49.5',
  'lineItem/LineItemDescription': 'AWS Marketplace subscription\nbilled on behalf of the seller, "Pro" édition – 月額',
});

const refund = (month: string, cost: string, description: string): Charge =>
  dated(month, '09', {
    ...{ ...EC2, 'bill/BillType': 'Refund', 'lineItem/LineItemType': 'Refund', 'lineItem/UnblendedCost': cost },
    'lineItem/LineItemDescription': description,
    'product/region': 'us-east-1',
  });

const credit = monthly({
  ...{ ...EC2, 'lineItem/LineItemType': 'Credit', 'lineItem/UnblendedCost': '-42.123456789012345678' },
  'lineItem/LineItemDescription': 'Promotional credit "Migration, phase 2"',
});

const bundledDiscount = monthly({
  ...service('AmazonCloudFront', 'Amazon CloudFront'),
  ...{ 'lineItem/LineItemType': 'BundledDiscount', 'lineItem/UnblendedCost': '-1.5E-3', 'lineItem/BlendedCost': '' },
  'lineItem/LineItemDescription': 'Bundled discount for security traffic',
});

const reservationPurchase = (month: string): Charge =>
  dated(month, '02', {
    ...{ ...EC2, 'bill/BillType': 'Purchase', 'lineItem/LineItemType': 'Fee', 'lineItem/UnblendedCost': '96' },
    'lineItem/LineItemDescription': 'Sign up charge for subscription: 1965504544, planId: 1834277',
    'reservation/ReservationARN': 'arn:aws:ec2:us-east-1:417283946105:reserved-instances/0d9c71e4-2b85-4a6f',
    'reservation/UpfrontValue': '96',
  });

const planPurchase =
  (month: string): Charge =>
  (state, random) =>
    dated(month, '03', {
      ...service('ComputeSavingsPlans', 'Savings Plans for AWS Compute usage'),
      ...state.plans['instance-plan'].terms,
      ...{ 'bill/BillType': 'Purchase', 'lineItem/LineItemType': 'SavingsPlanUpfrontFee' },
      'lineItem/UnblendedCost': fixed10(state.plans['instance-plan'].upfrontFee),
      'lineItem/LineItemDescription': '1 year Partial Upfront EC2 Instance Savings Plan',
    })(state, random);

const tax =
  (account: number): Charge =>
  (state, random) =>
    monthly({
      ...{ ...EC2, 'lineItem/LineItemType': 'Tax', 'lineItem/TaxType': 'VAT' },
      'lineItem/UsageAccountId': state.accounts[account]?.id ?? '',
      'lineItem/CurrencyCode': state.accounts[account]?.currency ?? '',
      'lineItem/UnblendedCost': amountText(Math.round((state.charged[account] ?? 0) * TAX_RATE), random),
      'lineItem/LineItemDescription': 'Tax for product code AmazonEC2',
    })(state, random);

/**
 * A month's line items that belong to no hour, most telling first: fees, refunds (one of them for use of the month
 * before), credits, discounts, purchases in the first month, and each account's tax.
 */
export const monthCharges = ({ month, first, accounts, options }: MonthState): Charge[] => [
  reservationFee,
  refund(previousMonth(month.name), '-31.4159265358', 'Refund for "duplicate" usage, case 170823941'),
  credit,
  tax(0),
  ...(first ? [planPurchase(month.name), reservationPurchase(month.name)] : []),
  marketplace,
  support,
  bundledDiscount,
  refund(month.name, `-${fixed10(0.005 * options.dailyCost * UNITS)}`, 'Refund for service level, "EC2" us-east-1'),
  ...accounts.slice(1).map((_, index) => tax(index + 1)),
];

/** The first `count` of the month's charges as line items; to be called when the days have been written. */
export function* monthRows(state: MonthState, count: number): Generator<string[]> {
  const random = new Random(state.options.seed, 4, Number(state.month.name.replace('-', '')));
  for (const charge of monthCharges(state).slice(0, count)) yield charge(state, random);
}
