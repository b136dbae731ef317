import type { Totals } from './totals.ts';

/** One billing period of one report: the unit that is published. */
export interface PeriodRef {
  readonly report: string;
  /** `YYYY-MM` */
  readonly billingPeriod: string;
}

export interface DeliveryRef extends PeriodRef {
  readonly deliveryId: string;
}

/** What a delivery consists of: the sums of these object versions are its content. */
export interface DeliveryContent {
  readonly deliveryId: string;
  readonly objectVersions: readonly string[];
  readonly rows: number;
  readonly totals: Totals;
}

/** Where a target comes from, for people and for tracing. */
export interface Origin {
  readonly bucket: string;
  readonly key: string;
  /** Id of the object version or deletion. */
  readonly id: string;
  readonly eventTime: string;
  readonly eventId: string;
}

/** What should be live for a period, by the ledger. */
export type Target =
  | (DeliveryContent & { readonly kind: 'delivery'; readonly origin: Origin })
  | {
      readonly kind: 'nothing';
      readonly reason: 'deleted' | 'not-in-file' | 'duplicate';
      readonly origin: Origin;
      /** Key whose equal content counts instead. */
      readonly duplicateOf?: string;
    };

/**
 * What a publication of `target` leaves in the table: an empty delivery with an id of its own where nothing is to be live.
 * It is recorded before the first write, so that a withdrawal that dies half-way is not mistaken for none.
 */
export const intendedContent = (target: Target): DeliveryContent =>
  target.kind === 'delivery'
    ? target
    : { deliveryId: `${target.origin.id}-withdrawn`, objectVersions: [], rows: 0, totals: {} };

/** What is live for a period, and what was begun and not finished. */
export interface PeriodState extends PeriodRef {
  /** Counts completed publications; guards every write of the state. */
  readonly revision: number;
  readonly live?: DeliveryContent;
  readonly unfinished: readonly DeliveryContent[];
  /** Set between moving the pointer and sending the last message. */
  readonly announcement?: Announcement & { readonly due: readonly ('alert' | 'event')[] };
}

/** What people and machines are told when a publication is complete. */
export interface Announcement {
  readonly id: string;
  readonly deliveryId: string;
  readonly supersedes?: string;
  readonly withdrawn?: 'deleted' | 'not-in-file' | 'duplicate';
  readonly files: readonly string[];
  readonly rows: number;
  readonly totals: Totals;
  readonly change: Totals;
  readonly changedDays: readonly string[];
  readonly accounts: readonly string[];
  readonly publishedAt: string;
  readonly secondsToPublished: number;
  readonly publishMs: number;
  readonly origin: Origin;
}

/** Rows to write and rows to remove so that the target stands, whatever of the others stood before. */
export interface Change<Row> {
  readonly write: readonly Row[];
  readonly remove: readonly Row[];
}
