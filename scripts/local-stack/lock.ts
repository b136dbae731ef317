import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beginningOf } from './processes.ts';

/**
 * Runs `body` while holding the lock file, so that two commands in one checkout take turns. Whoever comes second says
 * so once and waits; a lock whose holder is gone is taken over.
 */
export const withLock = async <T>(file: string, body: () => Promise<T>, say = console.log): Promise<T> => {
  let told = false;
  while (!take(file)) {
    if (!told) say('another command is working on the local stack of this checkout: waiting for it');
    told = true;
    await sleep(500);
  }
  try {
    return await body();
  } finally {
    rmSync(file, { force: true });
  }
};

const take = (file: string): boolean => {
  const mine = `${process.pid} ${beginningOf(process.pid)}`;
  try {
    writeFileSync(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!isAbandoned(file)) return false;
  rmSync(file, { force: true });
  return take(file);
};

const isAbandoned = (file: string): boolean => {
  try {
    const [pid, beginning] = readFileSync(file, 'utf8').split(/ (.*)/);
    return beginning !== undefined && beginningOf(Number(pid)) !== beginning;
  } catch {
    return false; // its holder removed it just now
  }
};
