import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.ts';
import { Refusal } from './refusal.ts';

/**
 * A Python virtual environment at `folder` holding exactly what the hash-pinned `requirements` file lists; made anew
 * when the file or the Python version changed, at once when neither did. Returns its folder of programs.
 */
export const virtualEnvironment = async (folder: string, requirements: string): Promise<string> => {
  const python = await run('python3', ['--version']);
  const wanted = createHash('sha256').update(python.stdout).update(readFileSync(requirements)).digest('hex');
  const stamp = join(folder, 'installed.sha256');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    await must(['-m', 'venv', folder], 'python3');
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--require-hashes'];
    await must(['-m', 'pip', 'install', ...quiet, '-r', requirements], join(folder, 'bin', 'python'));
    writeFileSync(stamp, wanted);
  }
  return join(folder, 'bin');
};

const must = async (args: string[], program: string): Promise<void> => {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Refusal(`${output.trim()}\nThe Python packages could not be installed: see above.`);
};
