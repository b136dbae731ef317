import { at, type LegacyRow } from './columns.ts';

const ID = at('identity/LineItemId');

/** What tells one line item from another but time and amounts, in the order that files are sorted by. */
const ITEM = [
  at('lineItem/UsageAccountId'),
  at('lineItem/ProductCode'),
  at('lineItem/UsageType'),
  at('lineItem/Operation'),
  at('lineItem/LineItemType'),
  at('lineItem/ResourceId'),
  at('lineItem/LineItemDescription'),
];

/**
 * Rows as AWS delivers them: sorted by item and then by time, with one line item id for all hours of an item. Holds all rows.
 * Source: daily CUR 2.0 exports, in which rows of one id differ in nothing but times and amounts.
 * @param keepsIds whether each row keeps the id of its own
 */
export function* byItem(rows: Iterable<LegacyRow>, keepsIds = false): Generator<LegacyRow> {
  const items = new Map<string, LegacyRow[]>();
  for (const row of rows) {
    const item = ITEM.map((column) => row[column]).join('\n');
    const known = items.get(item);
    if (known) known.push(row);
    else items.set(item, [row]);
  }
  for (const [, hours] of [...items].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const id = hours[0]?.[ID] ?? '';
    for (const row of hours) yield keepsIds ? row : row.with(ID, id);
  }
}
