import { Random } from './random.ts';

/** An AWS region as reports name it: code, the prefix of its usage types, location. */
export type Region = { code: string; prefix: string; location: string };

/** Regions in use, most used first. */
export const REGIONS: readonly [Region, ...Region[]] = [
  { code: 'us-east-1', prefix: '', location: 'US East (N. Virginia)' },
  { code: 'eu-west-1', prefix: 'EU-', location: 'EU (Ireland)' },
  { code: 'us-west-2', prefix: 'USW2-', location: 'US West (Oregon)' },
  { code: 'eu-central-1', prefix: 'EUC1-', location: 'EU (Frankfurt)' },
  { code: 'ap-southeast-1', prefix: 'APS1-', location: 'Asia Pacific (Singapore)' },
  { code: 'ap-northeast-1', prefix: 'APN1-', location: 'Asia Pacific (Tokyo)' },
  { code: 'sa-east-1', prefix: 'SAE1-', location: 'South America (Sao Paulo)' },
];

/** A usage account: made-up number, what it is for, its share of the spend, its billing currency. */
export type Account = { id: string; environment: string; weight: number; currency: string };

const FIRST_ACCOUNTS = [
  { id: '417283946105', environment: 'shared', weight: 0.7 },
  { id: '004215896317', environment: 'production', weight: 2.2 },
  { id: '638402917554', environment: 'data', weight: 1.2 },
  { id: '295716830462', environment: 'staging', weight: 0.6 },
  { id: '850139427618', environment: 'development', weight: 0.4 },
] as const;

/** The first account is the payer; the second has leading zeros. The numbers do not depend on the seed. */
export const accountsOf = (count: number, currencies: readonly string[]): Account[] =>
  Array.from({ length: count }, (_, index) => ({
    ...(FIRST_ACCOUNTS[index] ?? {
      id: `9${new Random(0xacc0, index).digits(11)}`,
      environment: `tenant-${index}`,
      weight: 0.5,
    }),
    currency: currencies[index % currencies.length] ?? 'USD',
  }));

/** Position of the account in which the spike is planted, the one that runs the data jobs. */
export const spikeAccount = (count: number): number => Math.min(2, count - 1);
