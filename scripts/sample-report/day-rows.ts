import { amountText, UNITS } from './amount-text.ts';
import type { Day } from './calendar.ts';
import { type DayPlan, itemsOf, planDay, planOf, type Span, spanOf } from './day-plan.ts';
import type { Item } from './fleet.ts';
import { chargeRow, type MonthState } from './month-state.ts';
import { Random } from './random.ts';
import { negation, usageRow } from './usage-rows.ts';

function* planFees(state: MonthState, plan: DayPlan, span: Span, random: Random): Generator<string[]> {
  for (const savingsPlan of Object.values(state.plans)) {
    const fee = savingsPlan.recurringFee(plan.feesPerPlan);
    yield chargeRow(state, random, [span.start, span.end], {
      'lineItem/LineItemType': 'SavingsPlanRecurringFee',
      'lineItem/ProductCode': 'ComputeSavingsPlans',
      'lineItem/UsageType': 'ComputeSP:1yr',
      'lineItem/LineItemDescription': `1 year ${fee['savingsPlan/PaymentOption']} Savings Plan, charged by the hour`,
      'product/ProductName': 'Savings Plans for AWS Compute usage',
      ...fee,
    });
  }
}

const dailyCredit = (state: MonthState, day: Day, random: Random): string[] => {
  const { start, end } = spanOf(day, 0, 24);
  return chargeRow(state, random, [start, end], {
    'lineItem/LineItemType': 'Credit',
    'lineItem/ProductCode': 'AmazonS3',
    'lineItem/UsageType': 'TimedStorage-ByteHrs',
    'lineItem/UnblendedCost': `-${amountText(Math.round(random.between(1, 4) * UNITS), random)}`,
    'lineItem/LineItemDescription': 'AWS Credit for storage, pilot programme',
    'product/ProductName': 'Amazon Simple Storage Service',
    'product/region': 'us-east-1',
  });
};

/** Exactly `count` line items of one day, by hour: use, its plan fees, and a credit. */
export function* dayRows(state: MonthState, day: Day, count: number): Generator<string[]> {
  const plan = planDay(state, day, count);
  const random = new Random(state.options.seed, 2, day.number);
  const items = itemsOf(state.fleet, plan);
  for (let hour = 0, written = 0; hour < 24; hour += 1) {
    const span = spanOf(day, hour, 1);
    for (const until = ((hour + 1) * plan.usageRows) / 24; written < Math.floor(until); written += 1) {
      const item = items.next().value as Item;
      const row = usageRow(state, item, plan, span, random);
      yield row;
      if (planOf(item)) {
        written += 1;
        yield negation(row, random);
      }
    }
    if (plan.feesPerPlan === 24) yield* planFees(state, plan, span, random);
  }
  if (plan.feesPerPlan === 1) yield* planFees(state, plan, spanOf(day, 0, 24), random);
  if (plan.credits) yield dailyCredit(state, day, random);
}
