import { join } from 'node:path';
import { binaries } from '../local-stack/paths.ts';
import { run } from '../local-stack/processes.ts';
import { Refusal } from '../local-stack/refusal.ts';

/** What the `almanac` command answers with `--json`: its result, or why it failed. */
export type Answer = { ok: true; result: unknown } | { ok: false; error: string; message: string };

/** Runs `almanac` as a user would. @throws Refusal where it says nothing that can be understood */
export const almanac = async (...args: string[]): Promise<Answer> => {
  const { code, stdout, output } = await run(join(binaries, 'almanac'), [...args, '--json']);
  try {
    const said = JSON.parse(stdout);
    return code === 0 ? { ok: true, result: said } : { ok: false, error: said.error, message: said.message };
  } catch {
    throw new Refusal(`${output.trim()}\n"almanac ${args.join(' ')}" failed: see above.`);
  }
};

/** The same for a command that must succeed. @throws Refusal with its message where it does not */
export const mustAlmanac = async (...args: string[]): Promise<unknown> => {
  const answer = await almanac(...args);
  if (answer.ok) return answer.result;
  throw new Refusal(`${answer.message}\n"almanac ${args.join(' ')}" failed: see above.`);
};
