import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from './environment.ts';

/** What a finished program said. `output` is its stdout and stderr together. */
export type Finished = { code: number; stdout: string; output: string };

type RunOptions = { env?: Environment; cwd?: string; onLine?: (line: string) => void };

/** Runs a program without a shell and without standard input, and waits for its end. A missing program is code 127. */
export const run = (program: string, args: string[], options: RunOptions = {}): Promise<Finished> =>
  new Promise((resolve) => {
    const { onLine, ...place } = options;
    const child = spawn(program, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] });
    const stopOutlasting = outlastInterrupts();
    let stdout = '';
    let output = '';
    let rest = '';
    let failure: number | undefined;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', (error) => {
      output += `${error.message}\n`;
      failure = 127;
    });
    child.on('close', (code) => {
      stopOutlasting();
      resolve({ code: failure ?? code ?? 1, stdout, output });
    });
  });

/**
 * Ctrl-C reaches a program that we run by itself. It may have something to put in order (Terraform saves its state and
 * ends its plugins), so we stay until it has ended.
 */
const outlastInterrupts = (): (() => void) => {
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  return () => void process.off('SIGINT', ignore);
};

/**
 * When a process began, in the system's own notation; undefined if there is none of that id. Process ids are used
 * again, so the id and its beginning together name one process.
 */
export const beginningOf = (pid: number): string | undefined => {
  try {
    return process.platform === 'linux' ? linuxBeginning(pid) : psBeginning(pid);
  } catch {
    return undefined;
  }
};

// proc(5): the name in parentheses may hold anything; after it, field 3 is the state and field 22 the start time.
const linuxBeginning = (pid: number): string | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
};

const psBeginning = (pid: number): string | undefined =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;

/** Ends a process group: politely, then after `patienceMs`, or once its leader has gone, for good. */
export const endGroup = async (leader: number, patienceMs = 5_000): Promise<void> => {
  signalGroup(leader, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (beginningOf(leader) !== undefined && Date.now() < deadline) await sleep(50);
  signalGroup(leader, 'SIGKILL');
};

const signalGroup = (leader: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
