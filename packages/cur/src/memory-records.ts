import type { ManagedDelivery, ReplacedDelivery } from './delivery.ts';
import type { ObjectStatus, ObjectVersion, ParsedContent } from './object-version.ts';
import type { DeliveryRef, PeriodRef } from './publication.ts';

export interface ObjectRecord {
  readonly version: ObjectVersion;
  status: ObjectStatus;
  changedAt: string;
  reason?: string;
  content?: ParsedContent;
  /** The last delivery that it became a part of. */
  partOf?: { readonly deliveryId: string; readonly order: string };
  failureAlert?: string;
  duplicateWarned?: boolean;
  readonly published: Set<string>;
}

export interface DeliveryRecord {
  delivery: ManagedDelivery;
  status: 'waiting' | 'complete' | 'superseded';
  readonly parts: Map<number, { readonly object: ObjectVersion; readonly content: ParsedContent }>;
  readonly manifests: Set<string>;
  /** The state of which all that follows has been seen to, or that this is under way; gone when the delivery changes. */
  settled?: 'settling' | 'published' | 'superseded';
}

/** Where a delivery stands, scheduled or not, and since when. */
export type Stage = ReplacedDelivery;

export interface WaitingManifest {
  readonly manifest: ObjectVersion;
  readonly period: PeriodRef;
  readonly absent: Set<string>;
}

export const REVISED: readonly ObjectStatus[] = ['received', 'failed'];
export const periodKey = ({ report, billingPeriod }: PeriodRef) => `${report}#${billingPeriod}`;
export const deliveryKey = (delivery: DeliveryRef) => `${periodKey(delivery)}#${delivery.deliveryId}`;
export const periodsOf = (content: ParsedContent | undefined) => Object.keys(content?.periods ?? {});
