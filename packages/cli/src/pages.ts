import type { Command } from 'commander';
import { given } from './api-command.ts';
import { wholeNumber } from './numbers.ts';

/** A page of a list, and where the next begins; null on the last. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What is asked of a list: how many items, and from where on. */
export interface PageRequest {
  readonly limit?: number;
  readonly cursor?: string;
}

export interface PageOptions extends PageRequest {
  readonly all?: boolean;
}

/** Items of a page where all of them are wanted: as many as the API gives. */
const LARGEST_PAGE = 100;

/** Adds the options of a list that comes in pages. */
export const withPages = (command: Command): Command =>
  command
    .option('--all', 'every page')
    .option('--limit <n>', `so many, ${LARGEST_PAGE} at most (default: 50)`, wholeNumber)
    .option('--cursor <cursor>', 'the page after another, which names it');

/** Every item of a list, page after page. */
export async function allItems<Item>(page: (request: PageRequest) => Promise<ListPage<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  let next: string | null = null;
  do {
    const { items, next: after } = await page({ limit: LARGEST_PAGE, ...(next !== null && { cursor: next }) });
    found.push(...items);
    next = after;
  } while (next !== null);
  return found;
}

/** One page, or with `all` every page as if it were one. */
export async function pageOrAll<Item>(
  { all, limit, cursor }: PageOptions,
  page: (request: PageRequest) => Promise<ListPage<Item>>,
): Promise<ListPage<Item>> {
  return all ? { items: await allItems(page), next: null } : page(given({ limit, cursor }));
}

/** A table of a page, and how to see more where there is more. */
export const pageText = (text: string, next: string | null): string =>
  next === null ? text : `${text}\n\nThere are more: add --all, or --cursor ${next}`;
