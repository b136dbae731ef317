import { globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { REQUIRE_FOR_COMMONJS } from '../../scripts/bundle.ts';
import { root } from '../../scripts/local-stack/paths.ts';
import { replaceFile } from '../../scripts/replace-file.ts';
import { ALMANAC, CRASH_CHILD } from './bundled.ts';

/**
 * Bundles each of these files of a folder with everything that it imports; what they share is kept once. A program that
 * tests start many times starts four times as fast as from its hundreds of sources, and on a busy machine that is most
 * of what it does. A bundle lies as deep below the checkout as its source, so that relative paths lead to the same places.
 */
const bundle = async (folder: string, files: readonly string[], outdir: string): Promise<void> => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => join(folder, file)),
    outbase: folder,
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_COMMONJS },
    logLevel: 'error',
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    await replaceFile(path, contents); // another run of tests may be using it
  }
  const made = new Set(outputFiles.map(({ path }) => path));
  const old = globSync('**/*.js', { cwd: outdir }).map((file) => join(outdir, file));
  for (const path of old) if (!made.has(path)) rmSync(path, { force: true });
};

const CLI = join('packages', 'cli', 'src');
/** Every file is an entry of its own: the commands are found by their folders. */
const cliFiles = () => globSync('**/*.ts', { cwd: join(root, CLI), exclude: ['**/*.test.ts'] });

/** Jest calls it once, before the first integration test. */
export const bundlePrograms = async (): Promise<void> => {
  await bundle(CLI, cliFiles(), dirname(ALMANAC));
  await bundle(join('test', 'integration'), ['crash-child.ts', 'schedules-crash-child.ts'], dirname(CRASH_CHILD));
};

// biome-ignore lint/style/noDefaultExport: what Jest asks of a global set-up
export default bundlePrograms;
