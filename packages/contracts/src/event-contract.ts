import type { z } from 'zod';

/** Buses of the stack by their role; what they are called when deployed is Terraform's matter. */
export const BUSES = ['cost', 'media', 'schedules'] as const;
export type Bus = (typeof BUSES)[number];

/** A detail without its `metadata`: what a contract's example has, and what is lifted to a newer version. */
export type OwnFields<Detail> = Omit<Detail, 'metadata'>;

/** How events of an older major version, which lie in archives and may still be sent, become those of the newer. */
export interface Upcast<Detail extends z.ZodObject, Older extends z.ZodObject> {
  /** The contract of the major version before. */
  readonly from: EventContract<Older>;
  /** The fields of an older event as the newer version has them; `metadata` stays what it was. */
  lift(older: OwnFields<z.output<Older>>): OwnFields<z.input<Detail>>;
}

/**
 * What is agreed about one event type: everything that is generated, published, consumed or documented comes from here.
 * `detail` holds an optional or required `metadata` (envelope.ts); the type's own fields stand beside it.
 */
export interface EventContract<Detail extends z.ZodObject = z.ZodObject, Older extends z.ZodObject = z.ZodObject> {
  /** UpperCamelCase, a fact in the past tense, for example `FileDownloadCompleted`. */
  readonly name: string;
  /** `major.minor`: the minor counts optional fields that were added, the major everything else. */
  readonly version: `${number}.${number}`;
  readonly bus: Bus;
  /** EventBridge's `source`; never begins with `aws.`, which EventBridge refuses. */
  readonly source: string;
  /** One sentence: which fact the event states. */
  readonly summary: string;
  /** Who publishes it: names of functions, or of programs outside of the stack. */
  readonly producers: readonly string[];
  readonly detail: Detail;
  /** A complete event of this type, without `metadata`. */
  readonly example: OwnFields<z.input<Detail>>;
  /** From the second major version on, where older events can be lifted to this one. */
  readonly upcasts?: Upcast<Detail, Older>;
}

/** What an event of the contract carries in `detail`. */
export type DetailOf<Contract extends EventContract> = z.infer<Contract['detail']>;

/** Ties example and upcast to the schemas; otherwise gives back what it is given. */
export const eventContract = <Detail extends z.ZodObject, Older extends z.ZodObject = z.ZodObject>(
  contract: EventContract<Detail, Older>,
): EventContract<Detail, Older> => contract;

/** The major version, which is what a consumer has to know. */
export const majorOf = ({ version }: Pick<EventContract, 'version'>): number => Number(version.split('.')[0]);

/**
 * EventBridge's `detail-type`. From the second major on it carries the version, so that rules written for an older one
 * never match a newer.
 */
export const detailTypeOf = (contract: Pick<EventContract, 'name' | 'version'>): string =>
  majorOf(contract) === 1 ? contract.name : `${contract.name}.v${majorOf(contract)}`;
