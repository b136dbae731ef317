import { jest } from '@jest/globals';
import { run } from './run.ts';

/** Runs a command line in this process; its exit code and what it said. */
export async function capturedRun(...args: string[]) {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += text;
      return true;
    }),
  );
  const code = await run(args).finally(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return {
    code,
    ...said,
    get json() {
      return JSON.parse(said.stdout);
    },
  };
}
