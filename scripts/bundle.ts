import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
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
 * Bundles `<root>/functions/<name>/handler.ts` of each name with everything it imports, the AWS SDK included. In one build,
 * which reads what they share once. The bytes depend on the sources only: neither on the time nor on where the checkout lies.
 */
const bundleFunctions = async (root: string, names: readonly string[]): Promise<FunctionZip[]> => {
  const entries = names.map((name) => ({ in: join('functions', name, 'handler.ts'), out: name }));
  // esbuild's own message for a missing entry names no function
  for (const entry of entries) await readFile(join(root, entry.in));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: '.',
    outExtension: { '.js': '.mjs' },
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
  const bundles = new Map(outputFiles.map(({ path, contents }) => [basename(path, '.mjs'), contents]));
  return names.map((name) => {
    const contents = bundles.get(name);
    if (contents === undefined) throw new Error(`esbuild produced nothing for ${name}`);
    return { name, zip: archive(contents) };
  });
};

/** As `bundleAll`, one function. */
export const bundleFunction = async (root: string, name: string): Promise<FunctionZip> => {
  const [bundled] = await bundleFunctions(root, [name]);
  if (bundled === undefined) throw new Error(`${name} was not bundled`);
  return bundled;
};

const archive = (module: Uint8Array): Uint8Array =>
  zipSync({ 'index.mjs': [module, { level: 9, mtime: FIXED_MTIME, os: UNIX, attrs: READABLE_BY_ALL }] });

/** Bundles every function of the checkout at `root`, sorted by name. */
export const bundleAll = async (root: string): Promise<FunctionZip[]> =>
  bundleFunctions(root, await functionNames(join(root, 'functions')));
