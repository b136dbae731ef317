import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const names = globSync('infra/schemas/{cost,media,schedules}/*.json', { cwd: root });
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const fixture = (name: string): string => read(`test/fixtures/events/${name}.json`);

const eventTypes = (input: string) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/event-types.ts')], {
    cwd: root,
    encoding: 'utf8',
    input,
  });

describe('types made from a schema of the registry', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-types-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const compile = (file: string) =>
    spawnSync(
      join(root, 'node_modules/.bin/tsc'),
      ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', file],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );

  it('take the example of every event, and nothing that breaks its contract', () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
    const lines = names.map((path) => {
      const name = basename(path, '.json');
      const { status, stdout } = eventTypes(read(path));
      expect(status).toBe(0);
      writeFileSync(join(folder, `${name}.ts`), stdout);
      return `import type { ${name}Event } from './${name}.js';\nexport const event${name}: ${name}Event = ${fixture(name)};`;
    });
    writeFileSync(join(folder, 'right.ts'), lines.join('\n'));
    expect(compile('right.ts')).toMatchObject({ status: 0, stdout: '' });

    const wrong = fixture('FileDownloadCompleted').replace('"size": 1048576', '"size": "large"');
    writeFileSync(
      join(folder, 'wrong.ts'),
      `import type { FileDownloadCompletedEvent } from './FileDownloadCompleted.js';\nexport const event: FileDownloadCompletedEvent = ${wrong};`,
    );
    expect(compile('wrong.ts').stdout).toContain("Type 'string' is not assignable to type 'number'");
  });

  it('say null where a value may be null', () => {
    const document = JSON.parse(read('infra/schemas/media/FileDownloadStarted.json'));
    document.components.schemas.FileDownloadStarted.properties = {
      a: { type: 'string', nullable: true },
      b: { type: 'string', enum: ['x'], nullable: true },
      c: { anyOf: [{ type: 'string' }, { type: 'integer' }], nullable: true },
    };
    const { stdout } = eventTypes(JSON.stringify(document));
    expect(stdout).toContain("  a?: string | null;\n  b?: 'x' | null;\n  c?: (string | number) | null;\n");
  });

  it.each(['', '{}', 'null', '{"openapi":"3.0.0"}'])('are none of what is no schema: %j', (input) => {
    expect(eventTypes(input)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^This is no schema of an event.*\n$/),
    });
  });
});
