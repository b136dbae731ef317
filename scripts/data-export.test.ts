import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CUR2_COLUMNS } from '../packages/cur/src/cur-columns.ts';
import { FOCUS_COLUMNS, FOCUS_TAGS } from '../packages/cur/src/focus-columns.ts';
import { infra } from './local-stack/paths.ts';

const exported = (table: string): string[] =>
  JSON.parse(readFileSync(join(infra, 'modules', 'data-export', 'columns', `${table}.json`), 'utf8'));

const columnOf = (source: string | { map: string }): string => (typeof source === 'string' ? source : source.map);

/** The fields of which no source is a column of the export. */
const unfed = (sources: Record<string, readonly (string | { map: string })[]>, columns: string[]): string[] =>
  Object.entries(sources)
    .filter(([, places]) => !places.some((place) => columns.includes(columnOf(place))))
    .map(([field]) => field);

describe('an export that infra/modules/data-export creates', () => {
  it('has a column for every field that Almanac reads from CUR 2.0, but for capacity reservations', () => {
    const columns = exported('cur-2.0');
    // Columns that an export has only with INCLUDE_CAPACITY_RESERVATION_DATA.
    expect(unfed(CUR2_COLUMNS.sources, columns)).toEqual(['capacityReservation', 'capacityStatus']);
    expect(CUR2_COLUMNS.tagMaps?.some((map) => columns.includes(map))).toBe(true);
  });

  it('has a column for every field of FOCUS 1.2', () => {
    const columns = exported('focus-1.2');
    expect(unfed(FOCUS_COLUMNS, columns)).toEqual([]);
    expect(columns).toContain('SkuMeter');
    expect(columns).toContain(FOCUS_TAGS);
  });
});
