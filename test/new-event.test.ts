import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
/** What a copy of the tree is without: what is not committed, and what is as large as all the rest. */
const LEFT_OUT = ['.git', '.local', 'dist', 'node_modules'];
const AS_NOBODY = ['user.name=test', 'user.email=test@example.com', 'commit.gpgsign=false'].flatMap((setting) => [
  '-c',
  setting,
]);
const CONTRACT = 'packages/contracts/src/events/file-archived.ts';
const NEW = [
  'FileArchived',
  '--bus',
  'media',
  '--source',
  'mediadownloader.archive',
  '--summary',
  "A file's copy is archived.",
  '--producer',
  'media archiver',
];
const FIELDS = [
  '--field',
  'fileId:string:YouTube video id',
  '--field',
  'size:int?:Size in bytes',
  '--field',
  'archivedAt:time',
  '--field',
  `note:string?:${'What the archiver remarked, which may be more than a line of source holds. '.repeat(2).trim()}`,
];

/** A checkout of its own, in which packages are those of the copy. */
function copyOfTheTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'almanac-tree-'));
  const isSource = (path: string) => !/\/(node_modules|\.terraform)(\/|$)/.test(path.slice(root.length));
  for (const name of readdirSync(root).filter((name) => !LEFT_OUT.includes(name)))
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: isSource });
  mkdirSync(join(folder, 'node_modules', '@almanac'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@almanac') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join('..', '..', 'packages', name), join(folder, 'node_modules', '@almanac', name));
    const own = join('packages', name, 'node_modules'); // versions that differ from those of the root
    if (existsSync(join(root, own))) symlinkSync(join(root, own), join(folder, own));
  }
  return folder;
}

describe('almanac events new', () => {
  let tree: string;
  beforeAll(() => {
    tree = copyOfTheTree();
    git('init', '-q');
    commit();
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  const node = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: tree, encoding: 'utf8' });
  const almanac = (...args: string[]) => node('packages/cli/src/main.ts', 'events', ...args);
  const schemas = (...args: string[]) => node('scripts/schemas.ts', ...args);
  const lint = () =>
    spawnSync('node_modules/.bin/biome', ['check', '--error-on-warnings', '--vcs-enabled=false', 'packages'], {
      cwd: tree,
      encoding: 'utf8',
    });
  const read = (path: string) => readFileSync(join(tree, path), 'utf8');
  const edit = (from: string, to: string) => writeFileSync(join(tree, CONTRACT), read(CONTRACT).replace(from, to));
  const git = (...args: string[]) => execFileSync('git', [...AS_NOBODY, ...args], { cwd: tree });
  const commit = () => {
    git('add', 'packages/contracts');
    git('commit', '-qm', 'as it is');
  };

  it('adds an event with everything that is made from it, in one command', () => {
    const { status, stdout, stderr } = almanac('new', ...NEW, ...FIELDS);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const written = [
      CONTRACT,
      'packages/contracts/src/events/index.ts',
      'infra/schemas/media/FileArchived.json',
      'test/fixtures/events/FileArchived.json',
      'docs/events.md',
      'packages/contracts/released/FileArchived/1.0.json',
      'packages/contracts/released/lock.json',
    ];
    expect(stdout.trim().split('\n')).toEqual(written.map((path) => `written  ${path}`));
    expect(JSON.parse(read('test/fixtures/events/FileArchived.json')).detail).toMatchObject({
      fileId: 'example',
      size: 1,
    });
    expect(almanac('list').stdout).toMatch(/^FileArchived +1\.0 +media +mediadownloader\.archive +media archiver$/m);
  });

  it('leaves a tree that passes types, lint, and the tests that look at the repository', () => {
    expect(lint()).toMatchObject({ status: 0 });
    writeFileSync(
      join(tree, 'tsconfig.json'),
      '{"extends":"./tsconfig.base.json","include":["packages/contracts/src"]}',
    );
    const types = spawnSync('node_modules/.bin/tsc', [], { cwd: tree, encoding: 'utf8' });
    expect(types).toMatchObject({ status: 0, stdout: '' });
    const jest = node(
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      'unit',
      '--testPathPatterns',
      'scripts/(schemas|docs).test|test/architecture|contracts/src/validate',
    );
    expect(jest).toMatchObject({ status: 0, stderr: expect.stringContaining('4 passed') });
    expect(schemas('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('refuses a name that is taken, and one that is none', () => {
    expect(almanac('new', ...NEW)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is an event FileArchived already'),
    });
    expect(almanac('new', 'file stored', ...NEW.slice(1))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('such as FileStored'),
    });
    expect(almanac('new', ...NEW.with(0, 'FileHTTPStored'), '--field', 'Size:int')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('name:type:description'),
    });
  });

  it('leaves nothing behind of an event that cannot be', () => {
    const long = `It is ${'very '.repeat(60)}long.`;
    const refused = almanac('new', ...NEW.with(0, 'FileLost').with(6, long));
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^almanac: FileLost 1\.0: its summary is longer/),
    });
    expect(existsSync(join(tree, CONTRACT.replace('archived', 'lost')))).toBe(false);
    expect(schemas('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('shows its schema, and the drift of a file', () => {
    expect(JSON.parse(almanac('schema', 'FileArchived', '--json').stdout).info).toMatchObject({
      version: '1.0',
      'x-almanac-bus': 'media',
    });
    writeFileSync(join(tree, 'infra/schemas/media/Stale.json'), '{}');
    expect(schemas('--check')).toMatchObject({
      status: 1,
      stderr: 'Not what the contracts say, run "npm run schemas": infra/schemas/media/Stale.json.\n',
    });
    expect(schemas()).toMatchObject({ status: 0, stdout: 'removed  infra/schemas/media/Stale.json\n' });
  });

  it('lets a draft change until git holds it, and then only with a new version', () => {
    edit('size: z.int()', 'sizeBytes: z.int()');
    edit('size: 1', 'sizeBytes: 1');
    expect(schemas()).toMatchObject({ status: 0, stderr: '' });
    expect(read('packages/contracts/released/FileArchived/1.0.json')).toContain('sizeBytes');
    commit();
    edit('sizeBytes: z.int()', 'sizeBytes: z.int().min(0)');
    expect(schemas()).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^FileArchived needs version 2\.0, not 1\.0: detail\.sizeBytes .*\.\n$/),
    });
    edit('sizeBytes: z.int().min(0)', 'sizeBytes: z.int()');
    edit('detail: z.object({', 'detail: z.object({\n    reason: z.string().optional(),');
    expect(schemas()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('needs version 1.1, not 1.0: detail.reason is new'),
    });
    edit("version: '1.0'", "version: '1.1'");
    expect(schemas()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('released  packages/contracts/released/FileArchived/1.1.json'),
    });
    expect(
      JSON.parse(almanac('schema', 'FileArchived', '--version', '1.0').stdout).components.schemas.FileArchived
        .properties,
    ).not.toHaveProperty('reason');
    commit();
  });

  it('takes a second major version beside the first', () => {
    const second = read(CONTRACT)
      .replace(/version: '1\.1'/, "version: '2.0'")
      .replace(/export const fileArchived\b/, 'export const fileArchivedV2')
      .replace(/export type .*\n/, 'export type FileArchivedV2 = DetailOf<typeof fileArchivedV2>;\n');
    const file = join(tree, CONTRACT.replace('.ts', '-v2.ts'));
    writeFileSync(file, second);
    expect(schemas()).toMatchObject({ status: 0, stdout: expect.stringContaining('FileArchived/2.0.json') });
    expect(lint()).toMatchObject({ status: 0 });
    expect(JSON.parse(almanac('schema', 'FileArchived').stdout).info.version).toBe('2.0');
    expect(JSON.parse(almanac('schema', 'FileArchived', '--version', '1').stdout).info.version).toBe('1.1');
    expect(almanac('schema', 'FileArchived', '--version', '3')).toMatchObject({
      status: 1,
      stderr: 'almanac: FileArchived has no version 3: it has 1.0, 1.1, 2.0\n',
    });
    rmSync(file);
    expect(schemas()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('removed  packages/contracts/released/FileArchived/2.0.json'),
    });
  });

  it('notices a released version that is altered or lost', () => {
    const path = 'packages/contracts/released/FileArchived/1.0.json';
    writeFileSync(join(tree, path), read(path).replace('YouTube', 'Some'));
    expect(schemas()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('FileArchived/1.0.json has been altered'),
    });
    rmSync(join(tree, path));
    expect(schemas()).toMatchObject({ status: 1, stderr: expect.stringContaining('FileArchived/1.0.json is lost') });
    git('checkout', '--', 'packages/contracts/released');
    rmSync(join(tree, CONTRACT));
    expect(schemas()).toMatchObject({ status: 1, stderr: expect.stringContaining('has no contract any more') });
    expect(existsSync(join(tree, path))).toBe(true);
  });

  it('answers --help, and refuses what it does not know', () => {
    expect(schemas('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('npm run schemas -- --check'),
    });
    expect(schemas('--chekc')).toMatchObject({ status: 2, stderr: 'Only --check and --help are known.\n' });
  });
});
