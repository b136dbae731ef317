import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AlmanacError } from '@almanac/kernel';
import { EVENTS_INDEX, eventsIndex, isIndexCurrent } from './events-index.ts';
import type { Plan } from './plan.ts';

/** Where the command writes to: `process.stdout` and `process.stderr`, or a test's own. */
export type Output = { out(text: string): void; err(text: string): void };

const HELP = `Writes everything that is made from the contracts of events (packages/contracts/src/events) and of the REST API
(packages/contracts/src/api):

  packages/contracts/src/events/index.ts   the list of them
  infra/schemas/<bus>/<detail type>.json   OpenAPI 3.0 documents for EventBridge's schema registry
  packages/contracts/released              each version of each event as it was released; only ever added to
  test/fixtures/events                     an example of each event, as EventBridge delivers it
  docs/events.md                           the catalogue, with the consumers of infra/event-consumers.json
  infra/schemas/api/openapi.json           OpenAPI 3.1 document of the REST API
  packages/client/src/schema.ts            types of the client
  infra/api-routes.json                    its routes, each with function and scope, for API Gateway

  npm run schemas               write what differs
  npm run schemas -- --check    write nothing; exit code 1 if something differs

A version counts as released once git holds its file. A contract that differs from its released version is refused
with the version that is due: the next minor for an optional field more, the next major for everything else.

Exit code 0, 1 if refused or different, 2 for a bad option, with one sentence on standard error.
`;

/** The command. @returns its exit code; errors that are none of ours are thrown. */
export async function main(args: string[], root: string, { out, err }: Output): Promise<number> {
  const options = parsed(args);
  if (!options) {
    err('Only --check and --help are known.\n');
    return 2;
  }
  if (options.help) {
    out(HELP);
    return 0;
  }
  try {
    const plan = await planFor(root, Boolean(options.check));
    return options.check ? checked(plan, err) : written(root, plan, out);
  } catch (error) {
    if (!(error instanceof AlmanacError)) throw error;
    err(`${error.message}.\n`);
    return 1;
  }
}

const parsed = (args: string[]) => {
  try {
    return parseArgs({ args, options: { check: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch {
    return undefined;
  }
};

/** Contracts are imported only after their index is right: otherwise a check has nothing more to say. */
async function planFor(root: string, isCheck: boolean): Promise<Plan> {
  const index = new Map(isIndexCurrent(root) ? [] : [[EVENTS_INDEX, eventsIndex(root)]]);
  if (isCheck && index.size > 0) return { write: index, remove: [], release: [] };
  for (const [path, text] of index) writeFileSync(join(root, path), text);
  const { planRepository } = await import('./repository-plan.ts');
  const plan = await planRepository(root);
  return { ...plan, write: new Map([...index, ...plan.write]) };
}

function checked({ write, remove }: Plan, err: Output['err']): number {
  const paths = [...write.keys(), ...remove].sort();
  if (paths.length === 0) return 0;
  err(`Not what the contracts say, run "npm run schemas": ${paths.join(', ')}.\n`);
  return 1;
}

function written(root: string, { write, remove, release }: Plan, out: Output['out']): number {
  for (const [path, text] of write) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    out(`${release.includes(path) ? 'released' : 'written'}  ${path}\n`);
  }
  for (const path of remove) {
    rmSync(join(root, path));
    out(`removed  ${path}\n`);
  }
  if (write.size + remove.length === 0) out('Everything says what the contracts say.\n');
  return 0;
}
