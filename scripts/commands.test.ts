import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from './local-stack/paths.ts';
import { run } from './local-stack/processes.ts';

const GOOD = {
  node: 'v20.1.0',
  npm: '10.2.0',
  python3: 'Python 3.10.4',
  terraform: 'Terraform v1.9.0',
  make: 'GNU Make 4.3',
};
const NEEDED_BY_THE_CHECK = ['sh', 'sed', 'head', 'env'];

describe('the tools needed beforehand', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tools-'));
    for (const name of NEEDED_BY_THE_CHECK) {
      symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(folder, name));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the check where only the given tools exist, each printing its version. */
  const check = (tools: Record<string, string>, importsVenv = true) => {
    for (const [name, version] of Object.entries(tools)) {
      const noVenv = name === 'python3' && !importsVenv ? '[ "$1" = -c ] && exit 1\n' : '';
      writeFileSync(join(folder, name), `#!/bin/sh\n${noVenv}echo "${version}"\n`);
      chmodSync(join(folder, name), 0o755);
    }
    return run('sh', [join(root, 'scripts', 'check-tools.sh')], { env: { PATH: folder } });
  };

  it('are enough at their oldest versions', async () => {
    expect(await check(GOOD)).toMatchObject({ code: 0, output: '' });
  });

  it.each([
    ['node', 'v18.20.1'],
    ['npm', '8.19.0'],
    ['python3', 'Python 3.9.18'],
    ['terraform', 'Terraform v1.8.5'],
    ['make', 'GNU Make 3.80'],
  ])('an old %s is told of in one sentence', async (name, version) => {
    const { code, output } = await check({ ...GOOD, [name]: version });
    expect(output).toMatch(new RegExp(`^${name} is version [\\d.]+, and [\\d.]+ or newer is needed: .*\\.\\n$`));
    expect(code).toBe(1);
  });

  it('missing ones are told of in one sentence each', async () => {
    const { code, output } = await check({ node: GOOD.node, npm: GOOD.npm, make: GOOD.make });
    expect(output.trim().split('\n')).toEqual([
      expect.stringMatching(/^python3 is missing: install .*\.$/),
      expect.stringMatching(/^terraform is missing: install .*\.$/),
    ]);
    expect(code).toBe(1);
  });

  it('a python3 without venv is told of', async () => {
    const { code, output } = await check(GOOD, false);
    expect(output).toMatch(/^python3 has no venv module: install it .*\.\n$/);
    expect(code).toBe(1);
  });
});

describe('plan and apply on AWS', () => {
  const deploy = (env: Record<string, string>) =>
    run(process.execPath, [join(root, 'scripts', 'deploy.ts'), 'plan'], {
      env: { PATH: process.env.PATH ?? '', ...env },
    });

  it.each([
    ['an endpoint is set', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, /^AWS_ENDPOINT_URL is set .*unset it/],
    ['the stage is the local one', { STAGE: 'local' }, /^The stage "local" is brought up by "make local-up"/],
    ['the stage is unknown', { STAGE: 'nowhere' }, /^There is no infra\/envs\/nowhere\.tfvars/],
  ])('are refused in one sentence while %s', async (_why, env, sentence) => {
    const { code, output } = await deploy(env);
    expect(output).toMatch(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe('the Makefile', () => {
  const makefile = readFileSync(join(root, 'Makefile'), 'utf8');
  const targets = [...makefile.matchAll(/^([a-z-]+):.*\n((?:\t.*\n)*)/gm)].map(([, name = '', recipe = '']) => ({
    name,
    recipe,
  }));

  it('keeps every target short', () => {
    expect(targets.length).toBeGreaterThan(10);
    for (const { recipe } of targets) expect(recipe.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  it('lists every target but setup in its help', async () => {
    const { stdout } = await run('make', ['-C', root, '--no-print-directory']);
    for (const { name } of targets.filter((target) => target.name !== 'setup'))
      expect(stdout).toContain(`  make ${name} `);
  });
});
