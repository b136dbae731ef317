import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventConsumer, parseEventConsumers } from '@almanac/contracts';
import { LOCK_PATH, RELEASED_FOLDER } from '@almanac/contracts/generation';

export const CONSUMERS_PATH = 'infra/event-consumers.json';

/** The text of a file of the repository; undefined where there is none. */
export const textAt = (root: string, path: string): string | undefined =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;

/** The declared consumers. */
export const readConsumers = (root: string): EventConsumer[] =>
  parseEventConsumers(textAt(root, CONSUMERS_PATH) ?? '[]');

/** Every file of the log of released versions, path -> text, and the lock over them. */
export function readReleased(root: string): { files: Map<string, string>; lock: string } {
  const paths = globSync(`${RELEASED_FOLDER}/*/*.json`, { cwd: root }).sort();
  const files = new Map(paths.map((path) => [path, textAt(root, path) ?? '']));
  return { files, lock: textAt(root, LOCK_PATH) ?? '{}' };
}

/**
 * Tells released files that no commit holds yet: drafts, which may still change.
 * Without git, nothing can be told to be a draft.
 */
export function draftsIn(root: string): (path: string) => boolean {
  try {
    const listing = execFileSync('git', ['ls-tree', '-r', '--name-only', 'HEAD', '--', RELEASED_FOLDER], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const committed = new Set(listing.split('\n'));
    return (path) => !committed.has(path);
  } catch {
    return () => false;
  }
}
