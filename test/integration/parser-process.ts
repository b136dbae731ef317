import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { local } from '../../scripts/local-stack/paths.ts';

const TICKS_PER_SECOND = 100; // USER_HZ of Linux, whatever the kernel's own clock
const WINDOW_MS = 400;
const BUSY = 0.3;
const NAME = 'ministack-lambda-etl-aws-cur-parser';

const record = z.object({ kind: z.literal('ministack'), handle: z.string().regex(/^\d+$/) });

/** Fields of /proc/<pid>/stat behind the program's name, which may hold spaces. */
const statOf = (pid: string): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const parentOf = (pid: string): string => statOf(pid)[1] ?? '';
const cpuSeconds = (pid: string): number => (Number(statOf(pid)[11]) + Number(statOf(pid)[12])) / TICKS_PER_SECOND;

/** What `read` says of a process, or undefined where it has ended meanwhile. */
const ofLiving = <T>(pid: string, read: (pid: string) => T): T | undefined => {
  try {
    return read(pid);
  } catch {
    return undefined;
  }
};

/** Processes of the parser: children of this checkout's emulator, and of no other one. */
const parsers = (): string[] => {
  const { handle } = record.parse(JSON.parse(readFileSync(local('emulator.json'), 'utf8')));
  const isParser = (pid: string) =>
    parentOf(pid) === handle && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(NAME);
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && ofLiving(pid, isParser));
};

/** The parser process that works hardest at present; undefined where none does much. */
export const busiestParser = async (): Promise<number | undefined> => {
  const before = new Map(parsers().map((pid) => [pid, ofLiving(pid, cpuSeconds)]));
  const startedAt = performance.now();
  await sleep(WINDOW_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  const loads = [...before].map(([pid, first]) => {
    const last = ofLiving(pid, cpuSeconds);
    return { pid: Number(pid), load: first === undefined || last === undefined ? 0 : (last - first) / seconds };
  });
  const [busiest] = loads.sort((a, b) => b.load - a.load);
  return busiest && busiest.load > BUSY ? busiest.pid : undefined;
};
