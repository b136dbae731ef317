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
  claimsContract(name, make, (id) => ({ consumer: 'consumer', id }));

  describe(`${name} keeps the contract of handled events`, () => {
    let handled: HandledEvents;
    let run: string;
    beforeEach(() => {
      handled = make(new SettableClock(START));
      run = stableId(name, Math.random());
    });
    const key = (consumer: string, id: string, part?: string) => ({
      consumer: `${run}-${consumer}`,
      id,
      ...(part !== undefined && { part }),
    });
    const isDone = async (consumer: string, id: string, part?: string) =>
      (await handled.claim(key(consumer, id, part), 1000)).state === 'done';

    it('tells consumers, events and parts apart', async () => {
      await handled.done(key('a', 'e1'));
      await handled.done(key('a', 'e2', 'p'));
      expect([await isDone('a', 'e1'), await isDone('a', 'e2', 'p')]).toEqual([true, true]);
      const others = [key('b', 'e1'), key('a', 'e2'), key('a', 'e1', 'p'), key('a', 'e2', 'q'), key('a', 'e2#p')];
      for (const other of others) expect(await handled.claim(other, 1000)).toMatchObject({ state: 'claimed' });
    });

    it("forgets one consumer's events with their parts, and none whose id only begins alike", async () => {
      const long = 'e'.repeat(1500);
      const ids = ['e', 'e#1', 'e1', 'e/1', long, `${long}1`];
      for (const id of ids) for (const part of [undefined, 'p', 'q']) await handled.done(key('a', id, part));
      await handled.done(key('b', 'e'));
      expect(await handled.clear(`${run}-a`, ['e', 'e#1', long, 'unheard of'])).toBe(9);
      expect(await Promise.all(ids.map((id) => isDone('a', id, 'q')))).toEqual([false, false, true, true, false, true]);
      expect(await isDone('b', 'e')).toBe(true);
      expect(await handled.clear(`${run}-a`, [])).toBe(0);
    });

    it('forgets any number of events', async () => {
      const ids = Array.from({ length: 60 }, (_, i) => `e${i}`);
      await Promise.all(ids.map((id) => handled.done(key('a', id))));
      expect(await handled.clear(`${run}-a`, ids)).toBe(60);
      expect(await isDone('a', 'e59')).toBe(false);
    });
  });
}
