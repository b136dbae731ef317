import { join } from 'node:path';
import { root } from '../../scripts/local-stack/paths.ts';
import { run } from '../../scripts/local-stack/processes.ts';

/** Runs the real command on the local stack; what it printed as JSON, and its exit code. */
export const almanac = async (...args: string[]) => {
  const bin = join(root, 'node_modules', '.bin', 'almanac');
  const { code, stdout } = await run(bin, [...args, '--json'], { env: { PATH: process.env.PATH ?? '' } });
  return { code, json: JSON.parse(stdout) };
};
