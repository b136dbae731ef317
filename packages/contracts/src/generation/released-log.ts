import { createHash } from 'node:crypto';
import { AlmanacError, canonicalJson } from '@almanac/kernel';
import type { OpenApiDocument } from './open-api.ts';
import type { Release } from './releases.ts';

/** Where the log of released versions lies in the repository. */
export const RELEASED_FOLDER = 'packages/contracts/released';
/** What each released file holds, by its path below the folder: so that changing or losing one takes two edits. */
export const LOCK_PATH = `${RELEASED_FOLDER}/lock.json`;

/** The path of a release's file in the repository. */
export const releasePath = ({ name, version }: Pick<Release, 'name' | 'version'>): string =>
  `${RELEASED_FOLDER}/${name}/${version}.json`;

/** The lock for the given files, path -> text. */
export function lockOf(files: ReadonlyMap<string, string>): string {
  const hashes = [...files].map(([path, text]) => [path.slice(RELEASED_FOLDER.length + 1), hashOf(text)]);
  return canonicalJson(Object.fromEntries(hashes));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The hashes of a lock, by path below the folder.
 * @throws AlmanacError `RELEASE_ALTERED` where it is no JSON
 */
export function hashesIn(lock: string): Record<string, string> {
  try {
    return JSON.parse(lock) as Record<string, string>;
  } catch (cause) {
    const message = `${LOCK_PATH} is no JSON: put right what a merge or an edit has left there`;
    throw new AlmanacError('RELEASE_ALTERED', message, { path: LOCK_PATH }, { cause });
  }
}

/**
 * The releases that the log holds.
 * @param files every released file, path -> text
 * @throws AlmanacError `RELEASE_ALTERED` where a file is not what it was when it was released, or is lost
 */
export function releasesIn(files: ReadonlyMap<string, string>, lock: string): Release[] {
  const [locked, found] = [hashesIn(lock), hashesIn(lockOf(files))];
  for (const path of new Set([...Object.keys(locked), ...Object.keys(found)]))
    if (locked[path] !== found[path]) throw altered(path, found[path], locked[path]);
  return [...files].map(([path, text]) => releaseAt(path, text));
}

function altered(path: string, found: string | undefined, locked: string | undefined): AlmanacError {
  const what = found === undefined ? 'is lost' : locked === undefined ? 'stands in no lock' : 'has been altered';
  return new AlmanacError(
    'RELEASE_ALTERED',
    `The released schema ${RELEASED_FOLDER}/${path} ${what}: take it back from git ("git checkout -- ${RELEASED_FOLDER}"); what is released stays`,
    { path },
  );
}

function releaseAt(path: string, text: string): Release {
  const [name = '', file = ''] = path.slice(RELEASED_FOLDER.length + 1).split('/');
  return { name, version: file.replace(/\.json$/, ''), document: JSON.parse(text) as OpenApiDocument };
}
