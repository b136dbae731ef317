import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

/** One function's deployable archive: `<name>.zip` holding a single `index.mjs`. */
export type FunctionZip = { name: string; zip: Uint8Array };

// Libraries in CommonJS form still call require(), which an ES module does not have.
export const REQUIRE_FOR_COMMONJS =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

// A zip stores local wall-clock fields, so the same local date gives the same bytes in every time zone.
const FIXED_MTIME = new Date(1980, 0, 1, 12);
const READABLE_BY_ALL = 0o644 << 16;
const UNIX = 3;

/** The names of all functions below `functionsDir`: every folder there, sorted. A folder name is the function's name. */
export const functionNames = async (functionsDir: string): Promise<string[]> => {
  const entries = await readdir(functionsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
};

/**
 * Bundles `<root>/functions/<name>/handler.ts` with everything it imports, the AWS SDK included.
 * The bytes depend on the sources only: neither on the time nor on where the checkout lies.
 */
export const bundleFunction = async (root: string, name: string): Promise<FunctionZip> => {
  const entry = join('functions', name, 'handler.ts');
  await readFile(join(root, entry)); // esbuild's own message for a missing entry names no function
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'index.mjs',
    write: false,
    bundle: true,
    minify: true,
    keepNames: true, // error and class names appear in logs
    treeShaking: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_COMMONJS },
    legalComments: 'none',
    logLevel: 'error',
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`esbuild produced nothing for ${entry}`);
  return { name, zip: archive(output.contents) };
};

const archive = (module: Uint8Array): Uint8Array =>
  zipSync({ 'index.mjs': [module, { level: 9, mtime: FIXED_MTIME, os: UNIX, attrs: READABLE_BY_ALL }] });

/** Bundles every function of the checkout at `root`, sorted by name. */
export const bundleAll = async (root: string): Promise<FunctionZip[]> => {
  const names = await functionNames(join(root, 'functions'));
  return Promise.all(names.map((name) => bundleFunction(root, name)));
};
