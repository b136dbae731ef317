import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const bin = join(import.meta.dirname, 'almanac.mjs');
/** Makes this Node one that cannot run TypeScript, as Node 20 is. */
const OLD = '--no-experimental-strip-types';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The loader in a checkout of its own, whose program is `program`. */
function checkout(program: string, hasNode: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'almanac-bin-'));
  folders.push(folder);
  for (const name of ['bin', 'src', 'node_modules/node/bin']) mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(bin, join(folder, 'bin', 'almanac.mjs'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'src', 'main.ts'), program);
  if (hasNode) {
    writeFileSync(join(folder, 'node_modules', 'node', 'package.json'), '{"name":"node"}');
    symlinkSync(process.execPath, join(folder, 'node_modules', 'node', 'bin', 'node'));
  }
  return join(folder, 'bin', 'almanac.mjs');
}

const runOld = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [OLD, script, ...args], { encoding: 'utf8' });

const nextLine = async (child: ChildProcess): Promise<string> => `${(await once(child.stdout ?? child, 'data'))[0]}`;

describe('the loader', () => {
  it('runs the program on this Node', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--version'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it("hands over to the project's Node, with arguments, streams and exit code", () => {
    const program =
      'console.log(JSON.stringify(process.argv.slice(2))); console.error("e"); process.exitCode = 7 as number;';
    const { status, stdout, stderr } = runOld(checkout(program, true), 'a b', '--json');
    expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: '["a b","--json"]\n', stderr: 'e\n' });
  });

  it('finds the Node of this checkout', () => {
    expect(runOld(bin, 'cur', 'nonsense')).toMatchObject({ status: 2 });
  });

  it('passes signals on and ends as the program ends', async () => {
    const program = 'console.log(process.pid as number); setInterval(() => {}, 1000);';
    const child = spawn(process.execPath, [OLD, checkout(program, true)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await nextLine(child));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('says what to do where no Node can run the program', () => {
    const { status, stdout, stderr } = runOld(checkout('', false));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^almanac: Node \d+\.\d+\.\d+ cannot run TypeScript: run "npm ci" first.*\n$/);
  });
});
