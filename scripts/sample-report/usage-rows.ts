import { amountText, fixed10, tinyText, UNITS, zeroText } from './amount-text.ts';
import { at, type Cells, type Column } from './columns.ts';
import { type DayPlan, type PlanPool, planOf, type Span } from './day-plan.ts';
import type { Item } from './fleet.ts';
import type { MonthState } from './month-state.ts';
import { SPIKING } from './offerings.ts';
import type { Random } from './random.ts';

/** How many times its normal cost the spiking service takes on the day of the spike. */
export const SPIKE_FACTOR = 8;

const ID = at('identity/LineItemId');
const INTERVAL = at('identity/TimeInterval');
const INVOICE = at('bill/InvoiceId');
const PERIOD_START = at('bill/BillingPeriodStartDate');
const PERIOD_END = at('bill/BillingPeriodEndDate');
const TYPE = at('lineItem/LineItemType');
const START = at('lineItem/UsageStartDate');
const END = at('lineItem/UsageEndDate');
const AMOUNT = at('lineItem/UsageAmount');
const NORMALIZED = at('lineItem/NormalizedUsageAmount');
const UNBLENDED = at('lineItem/UnblendedCost');
const BLENDED = at('lineItem/BlendedCost');
const LIST_COST = at('pricing/publicOnDemandCost');

const set = (row: string[], cells: Cells): string[] => {
  for (const [column, value] of Object.entries(cells)) row[at(column as Column)] = value;
  return row;
};

const stamped = ({ bill }: MonthState, item: Item, span: Span, random: Random): string[] => {
  const row = item.cells.slice();
  row[ID] = random.base32(52);
  row[INTERVAL] = span.interval;
  row[INVOICE] = bill['bill/InvoiceId'] ?? '';
  row[PERIOD_START] = bill['bill/BillingPeriodStartDate'] ?? '';
  row[PERIOD_END] = bill['bill/BillingPeriodEndDate'] ?? '';
  row[START] = span.start;
  row[END] = span.end;
  return row;
};

const setCost = (row: string[], text: string): string[] => {
  row[UNBLENDED] = text;
  row[BLENDED] = text;
  row[LIST_COST] = text;
  return row;
};

const setQuantity = (row: string[], { offering: { rate, instance } }: Item, cost: number): void => {
  const quantity = rate > 0 ? cost / UNITS / rate : 1;
  row[AMOUNT] = quantity.toFixed(10);
  if (instance) row[NORMALIZED] = (quantity * instance.factor).toFixed(10);
};

const discounted = (state: MonthState, row: string[], cost: number): string[] => {
  row[TYPE] = 'DiscountedUsage';
  setCost(row, '0.0000000000');
  row[LIST_COST] = fixed10(Math.round(cost * 1.5));
  return set(row, { 'pricing/term': 'Reserved', ...state.reservation.use(cost) });
};

const covered = (state: MonthState, row: string[], plan: PlanPool, cost: number, fees: number): string[] => {
  row[TYPE] = 'SavingsPlanCoveredUsage';
  const effective = state.plans[plan].cover(cost, fees);
  return set(row, { ...state.plans[plan].terms, 'savingsPlan/SavingsPlanEffectiveCost': fixed10(effective) });
};

/** What takes a covered use off the bill again: the same cost with its sign turned. */
export const negation = (row: string[], random: Random): string[] => {
  const negative = row.slice();
  negative[ID] = random.base32(52);
  negative[TYPE] = 'SavingsPlanNegation';
  setCost(negative, `-${row[UNBLENDED]}`);
  return set(negative, { 'savingsPlan/SavingsPlanEffectiveCost': '', 'pricing/publicOnDemandCost': '' });
};

/** Next line item of an item: how much of it was used in a span of time, and what that cost. */
export const usageRow = (
  state: MonthState,
  item: Item,
  { day, scale, feesPerPlan }: DayPlan,
  span: Span,
  random: Random,
) => {
  const row = stamped(state, item, span, random);
  const { offering } = item;
  if (offering.amounts === 'tiny') return setCost(row, tinyText(random));
  if (offering.amounts === 'free') return setCost(row, zeroText(random));
  const spike = offering === SPIKING && day === state.spikeDay ? SPIKE_FACTOR : 1;
  const cost = Math.round(scale[offering.pool] * item.weight * random.between(0.85, 1.15) * spike);
  setQuantity(row, item, cost);
  if (offering.pool === 'reservation') return discounted(state, row, cost);
  setCost(row, amountText(cost, random));
  const plan = planOf(item);
  if (plan) return covered(state, row, plan, cost, Math.max(feesPerPlan, 1));
  state.charged[item.accountIndex] = (state.charged[item.accountIndex] ?? 0) + cost;
  return row;
};
