import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import { damaged } from './parquet-errors.ts';

/** A column of values as it is stored: a whole report column, or the keys or values of a map. */
export interface Leaf {
  /** Its position among the column chunks of every row group. */
  readonly index: number;
  readonly element: SchemaElement;
  /** Definition level of a value that is there; 0 where none can be absent. */
  readonly maxDefinition: number;
  /** 1 in a map, otherwise 0. */
  readonly maxRepetition: number;
}

/** A column of the report: `other` stands for lists and structs, which no known report column is. */
export type FileColumn = { readonly name: string } & (
  | { readonly kind: 'flat'; readonly leaf: Leaf }
  | {
      readonly kind: 'map';
      readonly key: Leaf;
      readonly value: Leaf;
      /** Definition level from which on a row has a map, if an empty one, and from which on it has an entry. */
      readonly mapLevel: number;
      readonly entryLevel: number;
    }
  | { readonly kind: 'other' }
);

const isOptional = ({ element }: SchemaTree): boolean => element.repetition_type !== 'REQUIRED';
const isRepeated = ({ element }: SchemaTree): boolean => element.repetition_type === 'REPEATED';

/** The columns of a file, in its order. @throws AlmanacError `PARQUET_DAMAGED`; other errors mean the same */
export function fileColumns(metadata: FileMetaData): FileColumn[] {
  const { children } = parquetSchema(metadata);
  let leaves = 0;
  const columns = children.map((node) => {
    const column = columnOf(node, leaves);
    leaves += leavesOf(node);
    return column;
  });
  if (columns.some(({ name }) => typeof name !== 'string')) throw damaged('a column without a name');
  if (metadata.row_groups.some((group) => group.columns.length !== leaves)) throw damaged('a row group lacks columns');
  return columns;
}

const leavesOf = (node: SchemaTree): number =>
  node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + leavesOf(child), 0);

function columnOf(node: SchemaTree, index: number): FileColumn {
  const { name } = node.element;
  if (node.children.length === 0) return isRepeated(node) ? { name, kind: 'other' } : flatColumn(node, index);
  const entry = node.children[0];
  const [key, value] = entry?.children ?? [];
  const isMap =
    node.children.length === 1 && entry && isRepeated(entry) && !isRepeated(node) && entry.children.length === 2;
  if (!isMap || !key || !value || [key, value].some((leaf) => leaf.children.length > 0 || isRepeated(leaf))) {
    return { name, kind: 'other' };
  }
  const mapLevel = isOptional(node) ? 1 : 0;
  const entryLevel = mapLevel + 1;
  const leafOf = (leaf: SchemaTree, at: number): Leaf => ({
    index: at,
    element: leaf.element,
    maxDefinition: entryLevel + (isOptional(leaf) ? 1 : 0),
    maxRepetition: 1,
  });
  return { name, kind: 'map', key: leafOf(key, index), value: leafOf(value, index + 1), mapLevel, entryLevel };
}

const flatColumn = (node: SchemaTree, index: number): FileColumn => ({
  name: node.element.name,
  kind: 'flat',
  leaf: { index, element: node.element, maxDefinition: isOptional(node) ? 1 : 0, maxRepetition: 0 },
});
