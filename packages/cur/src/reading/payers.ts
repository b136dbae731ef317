import type { LineItemBatch } from './line-item-batch.ts';

/** Payers that are told of one file; a bill has one, a data lake's export a few. */
export const MAX_PAYERS = 100;

/** Who pays for the line items of a file. */
export class Payers {
  readonly #ids = new Set<string>();

  add({ values }: LineItemBatch): void {
    for (const payer of values.get('BillingAccountId')?.values ?? []) if (payer !== null) this.#ids.add(payer);
  }

  ascending(): string[] {
    return [...this.#ids].sort().slice(0, MAX_PAYERS);
  }
}
