import type { CheckedOptions } from './options.ts';
import { accountsOf } from './places.ts';

/** Names of a report's accounts by account number: what each is for. */
export const accountNames = ({ accounts, currencies }: CheckedOptions): ReadonlyMap<string, string> =>
  new Map(accountsOf(accounts, currencies).map(({ id, environment }) => [id, environment]));
