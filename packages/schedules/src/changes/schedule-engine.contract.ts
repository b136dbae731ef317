import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineSchedule, ScheduleEngine } from '../ports.ts';

/** What every engine has to do. */
export function scheduleEngineContract(name: string, make: () => ScheduleEngine): void {
  describe(`${name} keeps the contract of schedule engines`, () => {
    let engine: ScheduleEngine;
    let id: string;
    beforeEach(() => {
      engine = make();
      id = `contract-${Math.random().toString(36).slice(2)}`;
    });
    const plain = (): EngineSchedule => ({
      ...{ name: id, expression: 'cron(0 6 * * ? *)', timezone: 'Europe/Berlin', enabled: true },
      ...{ retryPolicy: { maxAttempts: 3, maxAgeSeconds: 3_600 }, input: '{"kind":"schedule"}' },
    });
    const full = (): EngineSchedule => ({
      ...plain(),
      ...{ description: 'd', enabled: false, flexibleWindowMinutes: 15 },
      ...{ startDate: new Date('2036-01-01T00:00:00Z'), endDate: new Date('2037-01-01T00:00:00Z') },
      retryPolicy: { maxAttempts: 0, maxAgeSeconds: 60 },
    });

    it.each([
      ['little', plain],
      ['all', full],
    ])('gives back %s of what it was given', async (_, make) => {
      const arn = await engine.put(make());
      expect(arn).toMatch(new RegExp(`^arn:aws:scheduler:[a-z0-9-]+:\\d{12}:schedule/[^/]+/${id}$`));
      expect(await engine.get(id)).toEqual(make());
    });

    it('replaces all of it: what is not given is gone', async () => {
      const arn = await engine.put(full());
      expect(await engine.put(plain())).toBe(arn);
      expect(await engine.get(id)).toEqual(plain());
    });

    it('removes, also what is not there', async () => {
      await engine.put(plain());
      await engine.remove(id);
      await engine.remove(id);
      expect(await engine.get(id)).toBeUndefined();
    });

    it('names what there is', async () => {
      await engine.put(plain());
      const names: string[] = [];
      for await (const one of engine.names()) names.push(one);
      expect(names).toContain(id);
      expect(new Set(names).size).toBe(names.length);
    });
  });
}
