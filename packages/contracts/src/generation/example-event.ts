import { stableId } from '@almanac/kernel';
import { detailTypeOf, type EventContract, majorOf } from '../event-contract.ts';

const TIME = '2026-11-24T08:30:00Z';

/** `detail` of the contract's example event, with metadata as our own publishers write it. */
export const exampleDetail = (contract: EventContract): Record<string, unknown> => ({
  ...contract.example,
  metadata: {
    id: stableId('example', contract.name),
    version: String(majorOf(contract)),
    correlationId: stableId('example', contract.name, 'correlation'),
    producer: contract.producers[0],
    time: TIME,
  },
});

/** A whole event of the contract as EventBridge delivers it: same contract, same event. */
export const exampleEvent = (contract: EventContract): Record<string, unknown> => ({
  version: '0',
  id: uuidOf(stableId('example', contract.name, 'event') + stableId(contract.name)),
  'detail-type': detailTypeOf(contract),
  source: contract.source,
  account: '123456789012',
  time: TIME,
  region: 'us-east-1',
  resources: [],
  detail: exampleDetail(contract),
});

const uuidOf = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
