import { COLUMNS } from './columns.ts';
import type { Layout } from './layout.ts';
import { Random } from './random.ts';

/** How many sets of tags the rows of one resource have, as if each were a group of resources: a fleet has some 150 of them. */
const SETS_OF_RESOURCE = 32;
const VALUES = 50;
const LINE_ITEM_ID = COLUMNS.indexOf('identity/LineItemId');
const RESOURCE_ID = COLUMNS.indexOf('lineItem/ResourceId');

/** The legacy layout with so many more columns of tags, a fifth of which a line item has, in one of some thousands of sets. */
export const withTags = (layout: Layout, tags: number): Layout => {
  if (tags === 0) return layout;
  const names = Array.from({ length: tags }, (_, tag) => `resourceTags/user:tag-${tag + 1}`);
  const columns = [...layout.columns, ...names];
  const sets = new Map<string, readonly string[]>();
  const setOf = (key: string): readonly string[] => {
    const known = sets.get(key) ?? tagSet(sets.size, tags);
    sets.set(key, known);
    return known;
  };
  return {
    ...layout,
    columns,
    header: columns.join(','),
    cells: (row) => {
      const nth = (row[LINE_ITEM_ID]?.charCodeAt(0) ?? 0) % SETS_OF_RESOURCE;
      return [...layout.cells(row), ...setOf(`${nth} ${row[RESOURCE_ID]}`)];
    },
  };
};

const tagSet = (seed: number, tags: number): string[] => {
  const random = new Random(seed);
  return Array.from({ length: tags }, () => (random.below(5) ? '' : `value-${random.below(VALUES)}`));
};
