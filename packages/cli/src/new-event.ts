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
  const formatted = format(path);
  const { status, stdout, stderr } = formatted.status === 0 ? generate() : formatted;
  if (status === 0) return [path, ...writtenPaths(stdout)];
  rmSync(join(CHECKOUT, path));
  generate();
  throw new AlmanacError('BAD_EVENT', stderr.trim().replace(/\.$/, ''));
}

/** Breaks lines that a long text has made too long, as the lint of the repository wants them. */
const format = (path: string) =>
  node(join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', '--write', '--vcs-enabled=false', path);

/** In a process of its own, since this one has the contracts of before. */
const generate = () => node(...process.execArgv, join('scripts', 'schemas.ts'));

const node = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: CHECKOUT, encoding: 'utf8' });

const writtenPaths = (stdout: string): string[] =>
  stdout
    .split('\n')
    .filter((line) => /^(written|released) /.test(line))
    .map((line) => line.replace(/^\w+ +/, ''));
