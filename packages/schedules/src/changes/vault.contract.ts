import { describe, expect, it } from '@jest/globals';
import type { Vault } from '../ports.ts';

/** What every vault has to do. */
export function vaultContract(name: string, make: () => Vault): void {
  describe(`${name} keeps the contract of vaults`, () => {
    const values = { 'login.password': 'hunter2 ü', list: [1, { a: null }], big: 'x'.repeat(200_000) };

    it('opens what it sealed', async () => {
      const vault = make();
      const sealed = await vault.seal('sched_a', values);
      expect(await vault.open('sched_a', sealed)).toEqual(values);
      expect(sealed).not.toContain('hunter2');
    });

    it('opens nothing for another schedule, and nothing that was altered', async () => {
      const vault = make();
      const sealed = await vault.seal('sched_a', values);
      await expect(vault.open('sched_b', sealed)).rejects.toThrow();
      await expect(vault.open('sched_a', `x${sealed.slice(1)}`)).rejects.toThrow();
    });
  });
}
