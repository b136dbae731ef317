import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAll, type FunctionZip } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Replaces the file in one step, so that a reader never sees half an archive. */
const write = async ({ name, zip }: FunctionZip): Promise<void> => {
  const target = join(dist, `${name}.zip`);
  await writeFile(`${target}.${process.pid}`, zip);
  await rename(`${target}.${process.pid}`, target);
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
