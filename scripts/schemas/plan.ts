import { globSync } from 'node:fs';
import type { EventConsumer, EventContract } from '@almanac/contracts';
import {
  checkNoneIsLost,
  GENERATED_FOLDERS,
  generatedFiles,
  hashesIn,
  LOCK_PATH,
  lockOf,
  RELEASED_FOLDER,
  type Release,
  registryContent,
  releasePath,
  releaseState,
  releasesIn,
} from '@almanac/contracts/generation';
import { textAt } from './repository.ts';

/** What the generated files must hold, and which of them must go. */
export interface Plan {
  /** Path in the repository -> text, of the files alone that differ. */
  readonly write: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  /** Versions that are released by it. */
  readonly release: readonly string[];
}

export interface Inputs {
  readonly contracts: readonly EventContract[];
  readonly consumers: readonly EventConsumer[];
  /** What is made from the operations of the REST API: path -> text. */
  readonly api: ReadonlyMap<string, string>;
  readonly released: { readonly files: ReadonlyMap<string, string>; readonly lock: string };
  /** Whether a released file is in no commit yet: it counts for nothing, and is written anew. */
  readonly isDraft: (path: string) => boolean;
}

/**
 * What has to change so that every generated file says what the contracts say.
 * @throws AlmanacError `VERSION_DUE`, `RELEASE_ALTERED`, `CONTRACT_LOST` and those of `generatedFiles`
 */
export function planGeneration(root: string, { contracts, consumers, api, released, isDraft }: Inputs): Plan {
  const kept = new Map([...released.files].filter(([path]) => !isDraft(path)));
  const releases = releasesIn(kept, withoutDrafts(released.lock, isDraft));
  checkNoneIsLost(contracts, releases);
  const generated = [...generatedFiles(contracts, consumers), ...api];
  const added = newReleases(contracts, releases);
  const log = new Map([...kept, ...added]);
  const wanted = new Map([...generated, ...log, [LOCK_PATH, lockOf(log)]]);
  const present = GENERATED_FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.json`, { cwd: root }));
  return {
    write: new Map([...wanted].filter(([path, text]) => textAt(root, path) !== text)),
    remove: [...present, ...released.files.keys()].filter((path) => !wanted.has(path)),
    release: [...added.keys()].filter((path) => !released.files.has(path)),
  };
}

function withoutDrafts(lock: string, isDraft: Inputs['isDraft']): string {
  const entries = Object.entries(hashesIn(lock));
  return JSON.stringify(Object.fromEntries(entries.filter(([path]) => !isDraft(`${RELEASED_FOLDER}/${path}`))));
}

function newReleases(contracts: readonly EventContract[], releases: readonly Release[]): Map<string, string> {
  const due = contracts.filter((contract) => releaseState(contract, releases) === 'new');
  return new Map(due.map((contract) => [releasePath(contract), registryContent(contract)]));
}
