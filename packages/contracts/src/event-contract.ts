import type { z } from 'zod';

/** Buses of the stack by their role; what they are called when deployed is Terraform's matter. */
export type Bus = 'cost' | 'media';

/**
 * What is agreed about one event type: everything that is generated, published, consumed or documented comes from here.
 * `detail` holds an optional or required `metadata` (envelope.ts); the type's own fields stand beside it.
 */
export interface EventContract<Detail extends z.ZodObject = z.ZodObject> {
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
  readonly example: Omit<z.input<Detail>, 'metadata'>;
}

/** What an event of the contract carries in `detail`. */
export type DetailOf<Contract extends EventContract> = z.infer<Contract['detail']>;

/** Ties the example to the schema; otherwise gives back what it is given. */
export const eventContract = <Detail extends z.ZodObject>(contract: EventContract<Detail>): EventContract<Detail> =>
  contract;

/** The major version, which is what a consumer has to know. */
export const majorOf = ({ version }: Pick<EventContract, 'version'>): number => Number(version.split('.')[0]);

/**
 * EventBridge's `detail-type`. From the second major on it carries the version, so that rules written for an older one
 * never match a newer.
 */
export const detailTypeOf = (contract: Pick<EventContract, 'name' | 'version'>): string =>
  majorOf(contract) === 1 ? contract.name : `${contract.name}.v${majorOf(contract)}`;
