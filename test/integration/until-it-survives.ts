import { execFile } from 'node:child_process';

export interface Death {
  readonly calls: string[];
  readonly killed: boolean;
}

/** Runs a program that prints its calls and may die by SIGKILL. @throws Error where it ends otherwise */
export const runMortal = (program: string, task: unknown): Promise<Death> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [program, JSON.stringify(task)], (error, stdout, stderr) => {
      const killed = error?.signal === 'SIGKILL';
      if (error && !killed) return reject(new Error(stderr));
      resolve({ calls: stdout.trim().split('\n'), killed });
    });
  });

/** Runs `kill(1)`, `kill(2)`, … two at a time until one comes to its end alive; returns the calls of that one. */
export async function untilItSurvives(kill: (dieAfter: number) => Promise<Death>): Promise<string[]> {
  for (let n = 1; n < 100; n += 2) {
    const deaths = await Promise.all([kill(n), kill(n + 1)]);
    const survivor = deaths.find(({ killed }) => !killed);
    if (survivor) return survivor.calls;
  }
  throw new Error('it never came to its end');
}
