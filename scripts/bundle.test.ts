import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { bundleAll, bundleFunction, functionNames } from './bundle.ts';

const HANDLER = `
  import { once } from 'left';
  import { join } from 'node:path';
  export class LostReport extends Error {}
  export const handler = async (): Promise<string> => once() + join('a', 'b');
`;
const COMMONJS = `
  const os = require('node:os');
  exports.once = () => os.EOL.length.toString();
  exports.unusedButExported = 'never called';
`;

/** A checkout with one function that uses an ES import, a CommonJS package and a class. */
const checkout = async (root: string): Promise<void> => {
  await mkdir(join(root, 'functions', 'echo'), { recursive: true });
  await mkdir(join(root, 'node_modules', 'left'), { recursive: true });
  await writeFile(join(root, 'functions', 'echo', 'handler.ts'), HANDLER);
  await writeFile(join(root, 'node_modules', 'left', 'package.json'), '{"name":"left","main":"index.js"}');
  await writeFile(join(root, 'node_modules', 'left', 'index.js'), COMMONJS);
};

const source = (zip: Uint8Array): string => {
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(['index.mjs']);
  return strFromU8(files['index.mjs'] ?? new Uint8Array());
};

describe('function bundles', () => {
  let here: string;
  let elsewhere: string;

  beforeAll(async () => {
    const base = await mkdtemp(join(tmpdir(), 'bundle-'));
    here = join(base, 'one');
    elsewhere = join(base, 'another', 'much', 'deeper');
    await checkout(here);
    await cp(here, elsewhere, { recursive: true });
  });
  afterAll(() => rm(join(here, '..'), { recursive: true }));

  it('are the same bytes when built again, and when built from a checkout elsewhere', async () => {
    const [first] = await bundleAll(here);
    const [second] = await bundleAll(here);
    const [moved] = await bundleAll(elsewhere);
    expect(first?.name).toBe('echo');
    expect(Buffer.from(second?.zip ?? [])).toEqual(Buffer.from(first?.zip ?? []));
    expect(Buffer.from(moved?.zip ?? [])).toEqual(Buffer.from(first?.zip ?? []));
  });

  it('change when the source changes', async () => {
    const before = await bundleFunction(elsewhere, 'echo');
    await writeFile(join(elsewhere, 'functions', 'echo', 'handler.ts'), `${HANDLER}\nexport const more = 1;`);
    const after = await bundleFunction(elsewhere, 'echo');
    expect(Buffer.from(after.zip)).not.toEqual(Buffer.from(before.zip));
  });

  it('hold one module that names no path of the machine and can require CommonJS', async () => {
    const { zip } = await bundleFunction(here, 'echo');
    const code = source(zip);
    expect(code).not.toContain(here);
    expect(code).toContain('LostReport');
    await writeFile(join(here, 'index.mjs'), code);
    const module = (await import(join(here, 'index.mjs'))) as { handler: () => Promise<string> };
    expect(await module.handler()).toBe('1a/b');
  });

  it('are named after their folders, in order', async () => {
    await mkdir(join(here, 'functions', 'alpha'));
    expect(await functionNames(join(here, 'functions'))).toEqual(['alpha', 'echo']);
    await expect(bundleFunction(here, 'alpha')).rejects.toThrow('handler.ts');
    await rm(join(here, 'functions', 'alpha'), { recursive: true });
  });
});

it('the bundle of a function holds the clients of AWS that it names, and no others', async () => {
  const code = source((await bundleFunction(join(import.meta.dirname, '..'), 'schedule-watch')).zip);
  const clients = ['DynamoDB', 'EventBridge', 'Glue', 'KMS', 'S3', 'Scheduler', 'SFN', 'SNS', 'SQS'];
  expect(clients.filter((name) => code.includes(`"${name}Client"`))).toEqual(['DynamoDB']);
});
