import type { AuditStore } from './ports.ts';

/** Audit objects in memory, by key; refuses the keys that match `refused`. */
export class FakeAuditStore implements AuditStore {
  readonly objects = new Map<string, readonly string[]>();
  refused?: RegExp;

  async put({ key, lines }: { readonly key: string; readonly lines: readonly string[] }): Promise<void> {
    if (this.refused?.test(key)) throw new Error(`no leave to write ${key}`);
    this.objects.set(key, lines);
  }

  /** The events of every object. */
  get events(): unknown[] {
    return [...this.objects.values()].flat().map((line) => JSON.parse(line));
  }
}
