import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { almanac } from '../packages/cli/src/run.ts';
import { ATHENA_COLUMNS, CUR2_COLUMNS, LEGACY_COLUMNS } from '../packages/cur/src/cur-columns.ts';
import { FOCUS_COLUMNS_1_2 } from '../packages/cur/src/focus-1.2/columns.ts';
import { GAPS, LEFT_OUT } from '../packages/cur/src/focus-1.2/gaps.ts';
import { FOCUS_1_2_COLUMNS, FOCUS_COLUMNS, FOCUS_TAGS } from '../packages/cur/src/focus-columns.ts';
import { sourceName } from '../packages/cur/src/row-reader.ts';
import { CURATED_COLUMNS } from '../packages/cur/src/writing/curated-columns.ts';
import { TRANSIENT_CODES } from '../packages/events/src/media/transient-codes.ts';
import { parseExpression } from '../packages/schedules/src/index.ts';
import { root } from './local-stack/paths.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const sources = (pattern: string): string[] =>
  globSync(pattern, { cwd: root }).filter((path) => !/\.(test|contract)\.ts$|fakes\.ts$/.test(path));

const ERROR_CODE = /(?:new AlmanacError|fieldError|notText)\(\s*'([A-Z][A-Z_]+)'/g;
/** Never reaches a file: the field reader turns it into `BAD_AMOUNT`. */
const INNER_CODES = ['NOT_A_NUMBER'];
/** What the command line alone says stands in its own page. */
const COMMAND_LINE =
  /packages\/(cli|contracts\/src\/(generation|event-consumers)|aws\/src\/(stack|dead-letters|event-bus-there|athena-))/;

/** What can go wrong with an event in the outbox, in the audit copy and in a replay. */
const IN_BETWEEN =
  /packages\/(events\/src\/(audit\/|replay\/|publishing\/resend-entry)|aws\/src\/(eventbridge-(event-bus|archive)|s3-audit-copy|replay-targets))/;

/** What a consumer of events fails with stands on a page of its own. */
const CONSUMERS = /packages\/events\/src\/(?!audit\/|replay\/|publishing\/)/;

/** What a schedule is refused with, and what its runs end with, too. */
const SCHEDULES =
  /packages\/(schedules\/src\/(?!actions\/)|aws\/src\/(dynamo-(run-history|schedule-store|templates)|contended-transaction|kms-vault|run-places|scheduler-engine|sns-action-topics))/;

/** What the edge of the API answers, and what keeps programs from a token. */
const API = /packages\/(lambda\/src\/api|aws\/src\/cognito-token)/;

/** What the action of a run fails with. */
const ACTIONS = /packages\/(outbound\/|schedules\/src\/actions\/|aws\/src\/secrets-manager-)/;

const codes = (isMeant: (path: string) => boolean): string[] => {
  const files = sources('packages/*/src/**/*.ts').filter((path) => !COMMAND_LINE.test(path) && isMeant(path));
  const found = files.flatMap((path) => [...read(path).matchAll(ERROR_CODE)].map(([, code = '']) => code));
  return [...new Set(found)].filter((code) => !INNER_CODES.includes(code)).sort();
};

/** Codes that begin a row of a table, ascending. */
const named = (text: string): string[] =>
  [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code = '']) => code).sort();

describe('the documentation', () => {
  it('names every column that a report of any format is read from', () => {
    const page = read('docs/cur/columns.md');
    const tables = [LEGACY_COLUMNS.sources, ATHENA_COLUMNS.sources, CUR2_COLUMNS.sources, FOCUS_COLUMNS];
    const sources = tables.flatMap((table) => Object.values(table).flat());
    const tags = [LEGACY_COLUMNS.tagPrefix ?? '', ...(CUR2_COLUMNS.tagMaps ?? []), FOCUS_TAGS];
    const names = [...sources.map(sourceName), ...tags, ...FOCUS_1_2_COLUMNS];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every column of the curated files, on both pages and in Glue', () => {
    const names = CURATED_COLUMNS.map(([name]) => name);
    expect(names.filter((name) => !read('docs/cur/columns.md').includes(name))).toEqual([]);
    expect(names.filter((name) => !read('docs/cur/lake.md').includes(`\`${name.toLowerCase()}\``))).toEqual([]);
    const table = [...read('infra/modules/cur/catalog.tf').matchAll(/^ {4}\["(\w+)", "(\w+)/gm)];
    const types = { text: 'string', json: 'string', amount: 'decimal', price: 'decimal', time: 'timestamp' } as const;
    expect(table.map(([, name, type]) => [name, type])).toEqual(
      CURATED_COLUMNS.map(([name, kind]) => [name.toLowerCase(), types[kind]]),
    );
  });

  it('asks the lake for no column that it lacks', () => {
    const columns = ['report', 'billing_period', 'delivery', ...CURATED_COLUMNS.map(([name]) => name.toLowerCase())];
    const pages = globSync(['docs/cur/*.md', 'infra/modules/cur/queries/*.sql'], { cwd: root });
    const asked = pages.flatMap((page) =>
      [...read(page).matchAll(/\bpart\.(\w+)/g)].map(([, name = '']) => ({ page, name })),
    );
    expect(new Set(asked.map(({ page }) => page)).size).toBeGreaterThan(5);
    expect(asked.filter(({ name }) => !columns.includes(name))).toEqual([]);
  });

  it('names every column of FOCUS 1.2 as the specification has it, and every deviation with its reason', () => {
    const page = read('docs/cur/focus.md');
    const columns = FOCUS_COLUMNS_1_2.map(
      ({ id, section, level, type, allowsNulls }) =>
        `| \`${id}\` | ${section} | ${level} | ${type} | ${allowsNulls ? 'yes' : 'no'} |`,
    );
    const leftOut = Object.entries(LEFT_OUT).map(([column, reason]) => `| \`${column}\` | ${reason} |`);
    const gaps = GAPS.map(({ column, formats, reason }) => {
      return `| \`${column}\` | ${formats.map((format) => `\`${format}\``).join(', ')} | ${reason} |`;
    });
    expect([...columns, ...leftOut, ...gaps].filter((line) => !page.includes(line))).toEqual([]);
  });

  it('names every error that a file can end with, and no other', () => {
    const others = [CONSUMERS, IN_BETWEEN, SCHEDULES, ACTIONS, API];
    const found = codes((path) => !others.some((other) => other.test(path)));
    expect(found.length).toBeGreaterThan(10);
    expect(named(read('docs/cur/errors.md'))).toEqual([...found, 'INTERNAL'].sort());
  });

  it('names every error that an event can end with, every code that is tried again, and why', () => {
    const found = codes((path) => CONSUMERS.test(path));
    const [effects = '', errors = ''] = read('docs/events/consumers.md').split('\n## Errors\n');
    expect(named(errors)).toEqual([...found, 'INTERNAL'].sort());
    const lines = effects.split('\n');
    const missing = Object.entries(TRANSIENT_CODES).filter(
      ([code, reason]) => !lines.some((line) => line.includes(`\`${code}\``) && line.includes(`| ${reason} |`)),
    );
    expect(missing).toEqual([]);
  });

  it('names every error that a schedule can be refused with, or its run can end with', () => {
    const [, errors = ''] = read('docs/schedules/expressions.md').split('\n## Errors\n');
    const all = [...named(errors), ...named(read('docs/schedules/errors.md'))];
    expect(all.sort()).toEqual(codes((path) => SCHEDULES.test(path)));
  });

  it('names every error that the edge of the API can answer', () => {
    const [, errors = ''] = read('docs/api.md').split('\n## Errors\n');
    expect(named(errors)).toEqual([...codes((path) => API.test(path)), 'INTERNAL'].sort());
  });

  it('names every error that the action of a run can end with', () => {
    const pages = ['docs/schedules/web-actions.md', 'docs/schedules/notifications.md'];
    const errors = pages.flatMap((page) => named(read(page).split('\n## Errors\n')[1] ?? ''));
    const queue = ['BAD_MESSAGE', 'CLAIMED_ELSEWHERE', 'INTERNAL'];
    expect(errors.sort()).toEqual([...codes((path) => ACTIONS.test(path)), ...queue].sort());
  });

  it('shows only schedule expressions that are valid, but for what it shows the error of', () => {
    const pages = globSync(['README.md', 'docs/schedules/**/*.md', 'docs/cli.md'], { cwd: root });
    const shown = pages.flatMap((page) =>
      read(page)
        .split('\n')
        .filter((_, i, lines) => !lines[i + 1]?.trim().startsWith('almanac: Invalid schedule expression'))
        .flatMap((line) => [...line.matchAll(/"((?:cron|rate|at)\([^")]*\))"|\| `((?:cron|rate|at)\([^`)]*\))`/g)])
        .map(([, quoted = '', inTable = '']) => ({ page, expression: quoted || inTable }))
        .filter(({ expression }) => !expression.includes('...')),
    );
    expect(shown.length).toBeGreaterThan(30);
    const isRefused = ({ expression }: { expression: string }): boolean => {
      try {
        parseExpression(expression);
        return false;
      } catch {
        return true;
      }
    };
    expect(shown.filter(isRefused)).toEqual([]);
  });

  it('shows only commands and options of the command line that there are', async () => {
    const program = await almanac();
    const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];
    const lines = pages.flatMap((page) =>
      [
        ...read(page)
          .replaceAll(/\\\n\s*/g, '')
          .matchAll(/npx --no-install almanac ([^\n`]+)/g),
      ].map(([, rest = '']) => ({
        page,
        words: rest
          .replaceAll(/'[^']*'|"[^"]*"/g, 'TEXT')
          .replace(/ [#|].*$/, '')
          .split(/\s+/),
      })),
    );
    expect(lines.length).toBeGreaterThan(80);
    const unknown = lines.flatMap(({ page, words }) => {
      let command = program;
      for (const word of words) command = command.commands.find((child) => child.name() === word) ?? command;
      const known = command.options.flatMap(({ long, short }) => [long, short]);
      const options = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/=.*/, ''));
      const strange = options.filter((option) => !known.includes(option) && !['--help', '--version'].includes(option));
      const isGroup = command.commands.length > 0 && !words.some((word) => word.startsWith('--'));
      return [...strange, ...(isGroup ? ['no such command'] : [])].map(
        (what) => `${page}: ${words.join(' ')}: ${what}`,
      );
    });
    expect(unknown).toEqual([]);
  });

  it('has a runbook for every alarm, and lists it', () => {
    const infra = globSync('infra/**/*.tf', { cwd: root }).map(read).join('\n');
    const named = [...infra.matchAll(/docs\/runbooks\/([a-z-]+)\.md|runbook\s*=\s*"([a-z-]+)"/g)];
    const pages = [...new Set(named.map(([, page, given]) => `${page ?? given}.md`))];
    const list = read('docs/runbooks/README.md');
    expect(pages.length).toBeGreaterThan(10);
    expect(
      pages.filter((page) => !existsSync(join(root, 'docs/runbooks', page)) || !list.includes(`(${page})`)),
    ).toEqual([]);
  });

  it('has no link that leads nowhere', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => ({ page, link })),
    );
    const local = links.filter(({ link }) => !/^[a-z]+:/.test(link));
    expect(local.length).toBeGreaterThan(20);
    expect(local.filter(({ page, link }) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });
});
