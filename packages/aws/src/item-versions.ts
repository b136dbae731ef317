import * as z from 'zod';
import { decimal } from './ledger-items.ts';

/** How often an item was written; by it a writer knows that nobody else has written since it read the item. */
export const versionOf = (item: unknown): number => versioned.parse(item).version;

const versioned = z.object({ version: decimal.transform((number) => Number(number.toString())) });

/** What a Put needs so that it replaces this version only, undefined for no item at all. */
export const replacing = (over: number | undefined) =>
  over === undefined
    ? { ConditionExpression: 'attribute_not_exists(version)' }
    : { ConditionExpression: 'version = :over', ExpressionAttributeValues: { ':over': over } };

export const nextVersion = (over: number | undefined) => ({ version: (over ?? 0) + 1 });
