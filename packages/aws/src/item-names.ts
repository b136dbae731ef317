import { Decimal } from '@almanac/kernel';

type Fields = Record<string, unknown>;

/** Attributes of an item for fields of ours: `s3Key` becomes `s3_key`. */
export const toAttributes = (fields: object): Fields =>
  renamed(fields, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/**
 * Fields of ours for an item's attributes: `s3_key` becomes `s3Key`, and numbers those of JavaScript, which have to be
 * whole numbers that it holds exactly. What comes out is unchecked.
 */
export const toFields = (attributes: object): Fields =>
  renamed(attributes, (name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));

const renamed = (fields: object, rename: (name: string) => string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [rename(name), plainNumber(value)]));

const plainNumber = (value: unknown): unknown => (value instanceof Decimal ? Number(value.toString()) : value);
