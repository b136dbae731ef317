import { fixed10, UNITS } from './amount-text.ts';
import type { Cells } from './columns.ts';

/** Share of the on-demand price that a Savings Plan charges. */
const PLAN_RATE = 0.72;
/** What a plan covers at most on a normal day, over what it covers at its weekly peak: it is never quite used up. */
const HEADROOM = 1.05 * 1.1;
/** What each pool spends, by the on-demand spend of a normal day. */
export const POOL_SHARE = {
  'data-job': 0.06,
  'compute-plan': 0.25,
  'instance-plan': 0.003,
  reservation: 0.01,
} as const;

/** A Savings Plan's commitment and how much of it the current interval has used; money in units of 1e-10. */
export class SavingsPlan {
  readonly arn: string;
  readonly terms: Cells;
  readonly upfrontShare: number;
  private readonly dailyCommitment: number;
  private used = 0;

  constructor(dailyCost: number, payer: string, kind: 'compute-plan' | 'instance-plan') {
    const partial = kind === 'instance-plan';
    this.arn = `arn:aws:savingsplans::${payer}:savingsplan/${partial ? '7c1d' : '3f9a'}20c4-51e8-4b7d-9a06-2f4e8d13b5c7`;
    this.upfrontShare = partial ? 0.5 : 0;
    this.dailyCommitment = Math.round(dailyCost * POOL_SHARE[kind] * PLAN_RATE * HEADROOM * UNITS);
    this.terms = {
      'savingsPlan/SavingsPlanARN': this.arn,
      'savingsPlan/OfferingType': partial ? 'EC2InstanceSavingsPlans' : 'ComputeSavingsPlans',
      'savingsPlan/PaymentOption': partial ? 'Partial Upfront' : 'No Upfront',
      'savingsPlan/PurchaseTerm': '1yr',
      'savingsPlan/Region': partial ? 'us-east-1' : 'Any',
    };
  }

  /** What was paid for the year when the plan was bought. */
  get upfrontFee(): number {
    return Math.round(this.dailyCommitment * 365 * this.upfrontShare);
  }

  /** Takes use of an on-demand price into the plan and returns its effective cost, within the commitment left. */
  cover(onDemand: number, intervalsPerDay: number): number {
    const left = Math.round(this.dailyCommitment / intervalsPerDay) - this.used;
    const effective = Math.min(Math.round(onDemand * PLAN_RATE), left);
    this.used += effective;
    return effective;
  }

  /** Closes an interval: the cells of its SavingsPlanRecurringFee. Used never exceeds committed. */
  recurringFee(intervalsPerDay: number): Cells {
    const total = Math.round(this.dailyCommitment / intervalsPerDay);
    const upfront = Math.round(total * this.upfrontShare);
    const used = this.used;
    this.used = 0;
    return {
      ...this.terms,
      'lineItem/UnblendedCost': fixed10(total - upfront),
      'savingsPlan/TotalCommitmentToDate': fixed10(total),
      'savingsPlan/UsedCommitment': fixed10(used),
      'savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod': fixed10(upfront),
      'savingsPlan/RecurringCommitmentForBillingPeriod': fixed10(total - upfront),
    };
  }
}

/** A reservation over one billing period: what it costs and how much of that was used; money in units of 1e-10. */
export class Reservation {
  readonly arn: string;
  readonly recurring: number;
  readonly upfront: number;
  private usedRecurring = 0;
  private usedUpfront = 0;

  constructor(dailyCost: number, days: number, payer: string) {
    const total = dailyCost * POOL_SHARE.reservation * days * UNITS;
    this.arn = `arn:aws:ec2:us-east-1:${payer}:reserved-instances/5b2d7e90-8c41-4f36-a1d7-60e94c8fb213`;
    this.recurring = Math.round(total * 0.8);
    this.upfront = Math.round(total * 0.2);
  }

  /** Takes use into the reservation: the cells of its DiscountedUsage. */
  use(amount: number): Cells {
    const recurring = Math.min(Math.round(amount * 0.8), this.recurring - this.usedRecurring);
    const upfront = Math.min(Math.round(amount * 0.2), this.upfront - this.usedUpfront);
    this.usedRecurring += recurring;
    this.usedUpfront += upfront;
    return {
      'reservation/ReservationARN': this.arn,
      'reservation/AmortizedUpfrontCostForUsage': fixed10(upfront),
      'reservation/RecurringFeeForUsage': fixed10(recurring),
      'reservation/EffectiveCost': fixed10(upfront + recurring),
    };
  }

  /** The cells of the period's RIFee: all that was not used. */
  fee(): Cells {
    return {
      'lineItem/UnblendedCost': fixed10(this.recurring),
      'reservation/ReservationARN': this.arn,
      'reservation/AmortizedUpfrontFeeForBillingPeriod': fixed10(this.upfront),
      'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod': fixed10(this.upfront - this.usedUpfront),
      'reservation/UnusedRecurringFee': fixed10(this.recurring - this.usedRecurring),
    };
  }
}
