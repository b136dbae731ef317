import { cur2Type } from './cur2-columns.ts';
import { cur2Layout } from './cur2-layout.ts';
import { focusType } from './focus-columns.ts';
import { focusLayout } from './focus-layout.ts';
import type { Layout } from './layout.ts';
import { legacyLayout } from './legacy-layout.ts';
import { withTags } from './many-tags.ts';
import { checkOptions, type Format, type WriteOptions } from './options.ts';

const layoutOfFormat = ({ format = 'cur-legacy', awsColumns = true, tags = 0, ...rest }: WriteOptions): Layout => {
  const options = checkOptions(rest);
  if (format === 'cur-2.0') return cur2Layout(options);
  if (format === 'focus-1.0') return focusLayout('1.0', awsColumns, options);
  return format === 'focus-1.2' ? focusLayout('1.2', awsColumns, options) : withTags(legacyLayout, tags);
};

/** How the options want line items written. @throws InvalidOption */
export const layoutOf = (options: WriteOptions): Layout => {
  const layout = layoutOfFormat(options);
  const { nullWord } = options;
  if (!nullWord) return layout;
  return { ...layout, line: (cells) => layout.line(cells.map((value) => value || nullWord)) };
};

/** Columns of Data Exports that are maps in Parquet. */
const MAPS: ReadonlySet<string> = new Set([
  ...['product', 'resource_tags', 'tags', 'discount', 'cost_category'],
  ...['Tags', 'SkuPriceDetails', 'x_CostCategories', 'x_Discounts'],
]);

/** Whether a column that csv holds as JSON text is a map in Parquet. */
export const isMap = (column: string): boolean => MAPS.has(column);

/** Type of a column of Data Exports, as a manifest names it. */
export const columnType = (format: Format, column: string): string =>
  format === 'cur-2.0' ? cur2Type(column) : focusType(column);
