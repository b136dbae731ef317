import { run } from '../../scripts/local-stack/processes.ts';
import { ALMANAC } from './bundled.ts';

/** Runs the command on the local stack; what it printed as JSON, and its exit code. */
export const almanac = async (...args: string[]) => {
  const env = { PATH: process.env.PATH ?? '' };
  const { code, stdout } = await run(process.execPath, [ALMANAC, ...args, '--json'], { env });
  return { code, json: JSON.parse(stdout) };
};
