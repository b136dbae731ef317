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

/** What a delivery consists of: the sums of its parts are its content. */
export interface DeliveryContent {
  readonly deliveryId: string;
  /** Number of files. */
  readonly parts: number;
  readonly rows: number;
  readonly totals: Totals;
  /** Accounts that pay for it, ascending. */
  readonly payers: readonly string[];
  /** Whether it is kept out of all totals (`shadow_report_prefixes`). */
  readonly shadow: boolean;
}

/** Where a target comes from, for people and for tracing. */
export interface Origin {
  readonly bucket: string;
  /** The file, or the manifest of several. */
  readonly key: string;
  /** Id of the object version or deletion. */
  readonly id: string;
  /** Of the last file that it needed. */
  readonly eventTime: string;
  readonly eventId: string;
}

/** What should be live for a period, by the ledger. */
export type Target =
  | (Omit<DeliveryContent, 'shadow'> & {
      readonly kind: 'delivery';
      readonly origin: Origin;
      /** Whether AWS delivers it on a schedule. */
      readonly managed: boolean;
      /** Keys of its files, {@link MAX_NAMED_FILES} at most. */
      readonly files: readonly string[];
    })
  | {
      readonly kind: 'nothing';
      readonly reason: 'deleted' | 'not-in-file' | 'duplicate';
      readonly origin: Origin;
      /** Key whose equal content is taken instead: it counts, or both are kept out of all totals. */
      readonly duplicateOf?: string;
    };

/** More than a person reads; alerts and ledger items have a limit of size. */
export const MAX_NAMED_FILES = 100;

/** Warnings of uploads with the same payer: so many a payer, billing period and day (UTC), as there may be a thousand uploads. */
export const UPLOAD_WARNINGS_A_DAY = 10;

/**
 * What a publication of `target` leaves in the table: an empty delivery with an id of its own where nothing is to be live.
 * It is recorded before the first write, so that a withdrawal that dies half-way is not mistaken for none.
 */
export const intendedContent = (target: Target, shadow: boolean): DeliveryContent =>
  target.kind === 'delivery'
    ? {
        deliveryId: target.deliveryId,
        parts: target.parts,
        rows: target.rows,
        totals: target.totals,
        payers: target.payers,
        shadow,
      }
    : { deliveryId: `${target.origin.id}-withdrawn`, parts: 0, rows: 0, totals: {}, payers: [], shadow: false };

/** Whether two contents leave the same rows in the table. */
export const sameContent = (a: DeliveryContent | undefined, b: DeliveryContent | undefined): boolean =>
  a?.deliveryId === b?.deliveryId && a?.shadow === b?.shadow;

/** What is live for a period, and what was begun and not finished. */
export interface PeriodState extends PeriodRef {
  /** Counts completed publications; guards every write of the state. */
  readonly revision: number;
  readonly live?: DeliveryContent;
  readonly unfinished: readonly DeliveryContent[];
  /** How far a publication got that ran out of time. */
  readonly progress?: Progress;
  /** Set between moving the pointer and sending the last message. */
  readonly announcement?: Announcement & { readonly due: readonly ('alert' | 'event')[] };
}

/** How far the changes that `plan` names have been made. */
export interface Progress {
  readonly plan: string;
  /** Rows written or removed so far. */
  readonly done: number;
  readonly at: Place;
  /** What is known of the slices before: they are not looked at again. */
  readonly changedDays: readonly string[];
  readonly accounts: readonly string[];
}

/**
 * A slice of a publication's work: of a group of days, those rows whose key falls in one of `slices` equal shares.
 * Groups and slices count from 0.
 */
export interface Place {
  readonly group: number;
  readonly slice: number;
  readonly slices: number;
  /** Rows written or removed in the slices before. */
  readonly doneBefore: number;
}

/** Whether a period shows its target and nothing else was begun. */
export const isShown = ({ unfinished, live }: PeriodState, target: Target, shadow: boolean): boolean =>
  unfinished.length === 0 &&
  sameContent(live, target.kind === 'delivery' ? intendedContent(target, shadow) : undefined);

/** What people and machines are told when a publication is complete. */
export interface Announcement {
  readonly id: string;
  readonly deliveryId: string;
  readonly supersedes?: string;
  readonly withdrawn?: 'deleted' | 'not-in-file' | 'duplicate';
  readonly shadow: boolean;
  /** Keys of its files, {@link MAX_NAMED_FILES} at most. */
  readonly files: readonly string[];
  /** Number of its files. */
  readonly parts: number;
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
