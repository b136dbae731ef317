import { globSync } from 'node:fs';
import { API_OPERATIONS, deadRules, EVENT_CONTRACTS } from '@almanac/contracts';
import { API_DOCUMENT_PATH, REGISTRY_CONTENT_LIMIT } from '@almanac/contracts/generation';
import { describe, expect, it } from '@jest/globals';
import { root } from './local-stack/paths.ts';
import { allApiFiles } from './schemas/api-files.ts';
import { isIndexCurrent } from './schemas/events-index.ts';
import { planGeneration } from './schemas/plan.ts';
import { readConsumers, readReleased, textAt } from './schemas/repository.ts';

describe('what is made from the contracts', () => {
  it('lists every contract in the index', () => {
    expect(isIndexCurrent(root)).toBe(true);
    expect(EVENT_CONTRACTS.length).toBeGreaterThanOrEqual(6);
  });

  it('says what they say, and every version is released: otherwise run "npm run schemas"', async () => {
    const inputs = {
      ...{ contracts: EVENT_CONTRACTS, consumers: readConsumers(root), api: await allApiFiles(API_OPERATIONS) },
      released: readReleased(root),
    };
    const { write, remove } = planGeneration(root, { ...inputs, isDraft: () => false });
    expect([...write.keys(), ...remove]).toEqual([]);
  });

  it('declares no consumer that waits in vain', () => {
    expect(deadRules(readConsumers(root), EVENT_CONTRACTS)).toEqual([]);
  });

  it('fits into the schema registry', () => {
    const schemas = globSync('infra/schemas/*/*.json', { cwd: root }).filter((path) => path !== API_DOCUMENT_PATH);
    expect(schemas.length).toBe(EVENT_CONTRACTS.length);
    for (const path of schemas) expect(textAt(root, path)?.length).toBeLessThanOrEqual(REGISTRY_CONTENT_LIMIT);
  });
});
