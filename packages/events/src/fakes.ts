import type { Quarantine, QuarantineRecord } from './ports.ts';

export * from './media/fakes.ts';
export { MemoryClaims, MemoryHandledEvents } from './memory-claims.ts';
export { SettableClock } from './settable-clock.ts';

export class FakeQuarantine implements Quarantine {
  readonly records: QuarantineRecord[] = [];

  async put(record: QuarantineRecord) {
    this.records.push(record);
  }
}
