import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_CONTRACTS } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { CHECKOUT } from './checkout.ts';
import { checkEventName, contractFile, contractSource, type EventDraft } from './event-scaffold.ts';

const EVENTS_FOLDER = join('packages', 'contracts', 'src', 'events');

/**
 * Adds an event type to the checkout: its contract, and everything that is made from it. What cannot be done leaves
 * the checkout as it was.
 * @returns the paths that were written
 * @throws AlmanacError `BAD_EVENT_NAME`, `EVENT_EXISTS`, `BAD_EVENT`
 */
export function newEvent(draft: EventDraft): string[] {
  checkEventName(
    draft.name,
    EVENT_CONTRACTS.map(({ name }) => name),
  );
  const path = join(EVENTS_FOLDER, contractFile(draft.name));
  writeFileSync(join(CHECKOUT, path), contractSource(draft), { flag: 'wx' });
  const { status, stdout, stderr } = generate();
  if (status === 0) return [path, ...writtenPaths(stdout)];
  rmSync(join(CHECKOUT, path));
  generate();
  throw new AlmanacError('BAD_EVENT', stderr.trim().replace(/\.$/, ''));
}

/** In a process of its own, since this one has the contracts of before. */
const generate = () =>
  spawnSync(process.execPath, [...process.execArgv, join('scripts', 'schemas.ts')], {
    cwd: CHECKOUT,
    encoding: 'utf8',
  });

const writtenPaths = (stdout: string): string[] =>
  stdout
    .split('\n')
    .filter((line) => /^(written|released) /.test(line))
    .map((line) => line.replace(/^\w+ +/, ''));
