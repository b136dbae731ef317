import { createInterface } from 'node:readline/promises';
import { AlmanacError } from '@almanac/kernel';

/**
 * Asks the person at the terminal.
 * @param ways what a script can do instead
 * @throws AlmanacError `NOT_CONFIRMED` where the answer is not yes, or nobody is there to be asked
 */
export async function confirm(
  question: string,
  { yes, ways = 'Add --yes to do it, or --dry-run to only count' }: { readonly yes?: boolean; readonly ways?: string },
): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new AlmanacError('NOT_CONFIRMED', `${question} ${ways}`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new AlmanacError('NOT_CONFIRMED', 'Nothing was done');
}
