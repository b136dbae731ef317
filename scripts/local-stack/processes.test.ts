import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refuseTakenPort } from './emulator.ts';
import { withLock } from './lock.ts';
import { beginningOf, endGroup, run } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await sleep(20);
};

describe('running a program', () => {
  it('collects its output and hands its lines on', async () => {
    const lines: string[] = [];
    const finished = await run('sh', ['-c', 'echo one; echo two; echo wrong >&2; exit 3'], {
      onLine: (line) => lines.push(line),
    });
    expect(finished).toMatchObject({ code: 3, stdout: 'one\ntwo\n' });
    expect(finished.output).toContain('wrong');
    expect(lines).toEqual(['one', 'two']);
  });

  it('is code 127 if there is no such program', async () => {
    expect(await run('no-such-program', [])).toMatchObject({ code: 127, output: expect.stringContaining('ENOENT') });
  });
});

describe('ending a process group', () => {
  it('takes a member along that ignores the polite signal', async () => {
    const pidFile = join(folder, 'pid');
    const stubborn = `trap '' TERM; echo $$ > ${pidFile}.tmp; mv ${pidFile}.tmp ${pidFile}; while :; do sleep 0.1; done`;
    const leader = spawn('sh', ['-c', `sh -c "$0" & wait`, stubborn], { detached: true, stdio: 'ignore' });
    await until(() => existsSync(pidFile));
    const member = Number(readFileSync(pidFile, 'utf8'));
    expect(beginningOf(member)).toBeDefined();

    await endGroup(leader.pid ?? 0, 1_000);
    await until(() => beginningOf(member) === undefined);
    expect(beginningOf(leader.pid ?? 0)).toBeUndefined();
  });
});

describe('the lock', () => {
  it('lets one at a time in', async () => {
    const order: string[] = [];
    const enter = (name: string) => async (): Promise<void> => {
      order.push(`${name} in`);
      await sleep(50);
      order.push(`${name} out`);
    };
    const file = join(folder, 'lock');
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    await Promise.all([withLock(file, enter('a'), say), withLock(file, enter('b'), say)]);
    expect(said).toEqual([expect.stringContaining('waiting')]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(existsSync(file)).toBe(false);
  });

  it.each(['999999999 1', `${process.pid} another beginning`])(
    'is taken over from a holder that is gone: %s',
    async (holder) => {
      writeFileSync(join(folder, 'lock'), holder);
      expect(await withLock(join(folder, 'lock'), async () => 'in')).toBe('in');
    },
  );

  it('is given back when the work fails', async () => {
    const file = join(folder, 'lock');
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a port', () => {
  it('that is taken is refused in one sentence that names another', async () => {
    const server: Server = createServer().listen(0, '127.0.0.1');
    await until(() => server.listening);
    const { port } = server.address() as { port: number };
    await expect(refuseTakenPort(port)).rejects.toThrow(`Port ${port} is already in use by another program: stop it`);
    await new Promise((resolve) => server.close(resolve));
    await expect(refuseTakenPort(port)).resolves.toBeUndefined();
  });
});
