import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../scripts/local-stack/paths.ts';
import { trinoComplaint } from './trino.ts';

const page = readFileSync(join(root, 'docs', 'cur', 'query-the-lake.md'), 'utf8');
const statements = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);

describe('the SQL of docs/cur/query-the-lake.md', () => {
  it('is Trino, and joins with what is live', async () => {
    expect(statements).toHaveLength(3);
    for (const sql of statements) {
      expect(await trinoComplaint(sql)).toBe('');
      expect(sql).toContain('JOIN live_deliveries AS live');
    }
  });
});
