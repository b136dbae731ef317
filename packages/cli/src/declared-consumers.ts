import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUSES, type Bus } from '@almanac/contracts';
import { AlmanacError, nearNames } from '@almanac/kernel';
import * as z from 'zod';

/** Where the consumers are declared, in this checkout. */
const FILE = join(import.meta.dirname, '..', '..', '..', 'infra', 'event-consumers.json');

const declaredConsumer = z.object({
  name: z.string().min(1),
  bus: z.enum(BUSES),
  sources: z.array(z.string()),
  detail_types: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()).optional(),
});

/** A consumer, and the pattern of its rule. */
export interface DeclaredConsumer {
  readonly name: string;
  readonly bus: Bus;
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** The consumer of a name, as it is declared. @throws AlmanacError `UNKNOWN_CONSUMER` */
export function consumerNamed(name: string, json = readFileSync(FILE, 'utf8')): DeclaredConsumer {
  const consumers = z.array(declaredConsumer).parse(JSON.parse(json));
  const found = consumers.find((one) => one.name === name);
  if (found) {
    const { bus, sources, detail_types, detail } = found;
    return { name, bus, pattern: { source: sources, 'detail-type': detail_types, ...(detail && { detail }) } };
  }
  const names = consumers.map((one) => one.name);
  const near = nearNames(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${names.join(', ')}`;
  throw new AlmanacError('UNKNOWN_CONSUMER', `There is no consumer ${name}: ${hint}`, { near });
}
