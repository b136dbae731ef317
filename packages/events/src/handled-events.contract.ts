import { type Clock, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Claims, HandledEvents } from './ports.ts';
import { SettableClock } from './settable-clock.ts';

const START = '2026-11-24T10:00:00.000Z';

/** What all claims have to do, those in memory and those in DynamoDB alike. `keyOf` gives another key for another text. */
export function claimsContract<Key>(
  name: string,
  make: (clock: Clock) => Claims<Key>,
  keyOf: (text: string) => Key,
): void {
  describe(`${name} keeps the contract of claims`, () => {
    let clock: SettableClock;
    let claims: Claims<Key>;
    let key: Key;
    beforeEach(() => {
      clock = new SettableClock(START);
      claims = make(clock);
      key = keyOf(stableId(name, Math.random()));
    });
    const lease = async () => {
      const claim = await claims.claim(key, 1000);
      if (claim.state !== 'claimed') throw new Error(`not claimed but ${claim.state}`);
      return claim.lease;
    };

    it('gives a claim to one, until it is done', async () => {
      await lease();
      expect(await claims.claim(key, 1000)).toEqual({ state: 'busy' });
      await claims.done(key);
      expect(await claims.claim(key, 1000)).toEqual({ state: 'done' });
      clock.pass(1_000_000);
      expect(await claims.claim(key, 1000)).toEqual({ state: 'done' });
    });

    it('gives a claim to one of many that ask at once', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => claims.claim(key, 1000)));
      expect(answers.filter(({ state }) => state === 'claimed')).toHaveLength(1);
      expect(answers.filter(({ state }) => state === 'busy')).toHaveLength(7);
    });

    it('takes it from one who let its time run out, and not before', async () => {
      const first = await lease();
      clock.pass(999);
      expect(await claims.claim(key, 1000)).toEqual({ state: 'busy' });
      clock.pass(1);
      expect(await lease()).not.toBe(first);
    });

    it('gives a released claim to the next', async () => {
      await claims.release(key, await lease());
      await lease();
    });

    it('does not release what another one has by now, or what is done', async () => {
      const first = await lease();
      clock.pass(1000);
      await lease();
      await claims.release(key, first);
      expect(await claims.claim(key, 1000)).toEqual({ state: 'busy' });
      await claims.done(key);
      await claims.release(key, first);
      expect(await claims.claim(key, 1000)).toEqual({ state: 'done' });
    });

    it('tells keys apart', async () => {
      await lease();
      key = keyOf(stableId(name, Math.random()));
      await lease();
    });
  });
}

/** What every record of handled events has to do. */
export function handledEventsContract(name: string, make: (clock: Clock) => HandledEvents): void {
  claimsContract(name, make, (id) => ({ consumer: 'consumer', id, time: START }));

  describe(`${name} keeps the contract of handled events`, () => {
    let handled: HandledEvents;
    let run: string;
    beforeEach(() => {
      handled = make(new SettableClock(START));
      run = stableId(name, Math.random());
    });
    const key = (consumer: string, id: string, time: string) => ({ consumer: `${run}-${consumer}`, id, time });
    const isDone = async (consumer: string, id: string, time: string) =>
      (await handled.claim(key(consumer, id, time), 1000)).state === 'done';

    it('tells consumers, events and times apart', async () => {
      await handled.done(key('a', 'e1', START));
      expect(await isDone('a', 'e1', START)).toBe(true);
      expect(await isDone('b', 'e1', START)).toBe(false);
      expect(await isDone('a', 'e2', START)).toBe(false);
      expect(await isDone('a', 'e1', '2026-11-24T10:00:00.001Z')).toBe(false);
    });

    it("forgets one consumer's events of a window: from its start until before its end", async () => {
      const times = ['09:59:59.999', '10:00:00.000', '10:59:59.999', '11:00:00.000'].map((t) => `2026-11-24T${t}Z`);
      for (const time of times) await handled.done(key('a', 'e#1', time));
      await handled.done(key('b', 'e#1', START));
      expect(await handled.clear(`${run}-a`, '2026-11-24T10:00:00Z', '2026-11-24T12:00:00+01:00')).toBe(2);
      expect(await Promise.all(times.map((time) => isDone('a', 'e#1', time)))).toEqual([true, false, false, true]);
      expect(await isDone('b', 'e#1', START)).toBe(true);
      expect(await handled.clear(`${run}-c`, '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z')).toBe(0);
    });

    it('forgets any number of events', async () => {
      const ids = Array.from({ length: 60 }, (_, i) => `e${i}`);
      await Promise.all(ids.map((id) => handled.done(key('a', id, START))));
      expect(await handled.clear(`${run}-a`, START, '2026-11-24T10:00:00.001Z')).toBe(60);
      expect(await isDone('a', 'e59', START)).toBe(false);
    });
  });
}
