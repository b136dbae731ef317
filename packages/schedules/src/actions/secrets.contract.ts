import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Secrets } from './ports.ts';

export interface SecretsUnderTest {
  readonly secrets: Secrets;
  /** ARN of a secret with that value, or of one without any. */
  readonly arnOf: (value: string | undefined) => Promise<string>;
}

/** What every store of secrets has to do. */
export function secretsContract(name: string, make: () => Promise<SecretsUnderTest>): void {
  describe(`${name} keeps the contract of secrets`, () => {
    let store: SecretsUnderTest;
    beforeEach(async () => {
      store = await make();
    });

    it('gives the value that was put there', async () => {
      const arn = await store.arnOf('größe');
      expect(await store.secrets.read(arn)).toBe('größe');
      expect(await store.secrets.readOrCreate(arn)).toBe('größe');
    });

    it('says where there is no value', async () => {
      const arn = await store.arnOf(undefined);
      await expect(store.secrets.read(arn)).rejects.toMatchObject({ code: 'SECRET_WITHOUT_VALUE' });
    });

    it('makes one value where there is none and one is needed', async () => {
      const arn = await store.arnOf(undefined);
      const made = await store.secrets.readOrCreate(arn);
      expect(made.length).toBeGreaterThan(8);
      expect(await store.secrets.readOrCreate(arn)).toBe(made);
      expect(await store.secrets.read(arn)).toBe(made);
    });
  });
}
