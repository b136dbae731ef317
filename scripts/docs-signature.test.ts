import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign } from '@almanac/outbound';
import { afterAll, describe, expect, it } from '@jest/globals';
import { root } from './local-stack/paths.ts';

const page = readFileSync(join(root, 'docs/schedules/web-actions.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'docs-signature-'));
afterAll(() => rmSync(folder, { recursive: true }));

const snippet = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

/** Programs that ask what the page tells receivers to copy, with the cases as JSON. */
const programs = {
  js: [
    process.execPath,
    'verify.mjs',
    'CASES.map(([h, b]) => verify(h, Buffer.from(b), "sécret"))',
    'console.log(JSON.stringify(',
  ],
  python: [
    'python3',
    'verify.py',
    '[verify(h, b.encode(), "sécret") for h, b in CASES]',
    'import json\nprint(json.dumps(',
  ],
} as const;

describe('what the page on web actions tells receivers to copy', () => {
  it.each(['js', 'python'] as const)('verifies our signatures and nothing else: %s', (language) => {
    const now = Date.now();
    const at = (seconds: number) => sign('größe', 'sécret', new Date(now + seconds * 1000));
    const mac = at(0)['x-almanac-signature'] ?? '';
    const cases: [Record<string, string>, string, boolean][] = [
      [at(0), 'größe', true],
      [at(-250), 'größe', true],
      [{ 'x-almanac-signature': `${mac.split(',')[0]},v1=${'0'.repeat(64)},${mac.split(',')[1]}` }, 'größe', true],
      [sign('', 'sécret', new Date(now)), '', true],
      [at(0), 'grösse', false],
      [at(-400), 'größe', false],
      [at(400), 'größe', false],
      [sign('größe', 'another', new Date(now)), 'größe', false],
      [{ 'x-almanac-signature': 'nonsense' }, 'größe', false],
      [{}, 'größe', false],
    ];
    const [command, file, call, print] = programs[language];
    const path = join(folder, file);
    const input = JSON.stringify(cases.map(([headers, body]) => [headers, body]));
    writeFileSync(path, `${snippet(language)}\n${print}${call.replace('CASES', input)}))\n`);
    expect(JSON.parse(execFileSync(command, [path], { encoding: 'utf8' }))).toEqual(
      cases.map(([, , expected]) => expected),
    );
  });
});
