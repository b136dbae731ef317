import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAll, type FunctionZip } from './bundle.ts';
import { replaceFile } from './replace-file.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const write = async ({ name, zip }: FunctionZip): Promise<void> => {
  await replaceFile(join(dist, `${name}.zip`), zip);
  console.log(`${name}.zip  ${Math.ceil(zip.length / 1024)} KiB`);
};

const removeOthers = async (names: string[]): Promise<void> => {
  const keep = new Set(names.map((name) => `${name}.zip`));
  const stale = (await readdir(dist)).filter((file) => file.endsWith('.zip') && !keep.has(file));
  await Promise.all(stale.map((file) => rm(join(dist, file), { force: true })));
};

await mkdir(dist, { recursive: true });
const zips = await bundleAll(root);
for (const zip of zips) await write(zip);
await removeOthers(zips.map(({ name }) => name));
