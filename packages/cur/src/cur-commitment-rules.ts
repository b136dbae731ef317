import { chargeKind } from './charge-kind.ts';
import type { CurField } from './cur-columns.ts';
import type { Rule, TextProperty } from './line-item-rules.ts';
import type { FieldValues, RowReader } from './row-reader.ts';

type CommitmentProperty = Extract<TextProperty, `CommitmentDiscount${string}` | `CapacityReservation${string}`>;

const ARNS = ['savingsPlanArn', 'reservationArn'] as const;
type Arns = FieldValues<(typeof ARNS)[number]>;

/** In `reservation/ReservationARN` a capacity reservation may stand too, which is no discount. */
const isCapacity = (arn: string | null): boolean => arn?.includes(':capacity-reservation/') === true;

const reserved = ({ text }: Arns): string | null =>
  isCapacity(text('reservationArn')) ? null : text('reservationArn');
const commitment = (values: Arns): string | null => values.text('savingsPlanArn') ?? reserved(values);

/** One of two words by the kind of commitment; null without any. */
const byKind = (values: Arns, plan: string, reservation: string): string | null =>
  values.text('savingsPlanArn') !== null ? plan : reserved(values) !== null ? reservation : null;

const STATUSES: ReadonlySet<string> = new Set(['Used', 'Unused']);

/**
 * The commitments and capacity reservations that a Cost and Usage Report's rows name.
 * Source: FOCUS 1.2, "Commitment Discount …" and "Capacity Reservation …"; AWS, "Capacity reservation columns".
 */
export function curCommitmentRules(reader: RowReader<CurField>): Record<CommitmentProperty, Rule<string | null>> {
  const none = reader.constantRule(null);
  return {
    CapacityReservationId: reader.rule(['capacityReservation', 'reservationArn'], ({ text }) => {
      const arn = text('reservationArn');
      return text('capacityReservation') ?? (isCapacity(arn) ? arn : null);
    }),
    // AWS says Reserved and Cancelled too, for which FOCUS has no word.
    CapacityReservationStatus: reader.rule(['capacityStatus'], ({ text }) => {
      const status = text('capacityStatus');
      return status !== null && STATUSES.has(status) ? status : null;
    }),
    CommitmentDiscountCategory: reader.rule(ARNS, (values) => byKind(values, 'Spend', 'Usage')),
    CommitmentDiscountId: reader.rule(ARNS, commitment),
    CommitmentDiscountName: none,
    CommitmentDiscountQuantity: none,
    CommitmentDiscountStatus: reader.rule(['type', ...ARNS], (values) =>
      commitment(values) !== null && chargeKind(values.text('type')).category === 'Usage' ? 'Used' : null,
    ),
    CommitmentDiscountType: reader.rule(ARNS, (values) => byKind(values, 'Savings Plan', 'Reserved Instance')),
    CommitmentDiscountUnit: none,
  };
}
