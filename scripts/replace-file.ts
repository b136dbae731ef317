import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file in one step, so that a reader never sees half of it. */
export const replaceFile = async (path: string, bytes: Uint8Array): Promise<void> => {
  await writeFile(`${path}.${process.pid}`, bytes);
  await rename(`${path}.${process.pid}`, path);
};
