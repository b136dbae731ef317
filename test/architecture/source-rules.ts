import { dirname, join, normalize } from 'node:path/posix';

/** A file of the repository; `path` is relative to its root, with forward slashes. */
export type SourceFile = { path: string; text: string };

/** What is wrong with the given files, one sentence each. */
export type Rule = (files: SourceFile[]) => string[];

const DOMAINS = ['cur', 'events', 'schedules', 'costs', 'tasks'];

// kernel <- contracts <- {domains} <- aws ; kernel <- lambda ; kernel <- outbound. The command line and functions may import anything.
const MAY_IMPORT: Record<string, string[]> = {
  kernel: [],
  contracts: ['kernel'],
  outbound: ['kernel'],
  ...Object.fromEntries(DOMAINS.map((domain) => [domain, ['kernel', 'contracts']])),
  lambda: ['kernel', 'contracts'],
  aws: ['kernel', 'contracts', ...DOMAINS],
  client: ['kernel'],
  consumer: ['kernel', 'contracts', 'events', 'schedules', 'aws', 'lambda'],
  testkit: ['kernel', 'contracts', ...DOMAINS],
  cli: ['kernel', 'contracts', ...DOMAINS, 'aws', 'lambda', 'client'],
};

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

const importsOf = ({ text }: SourceFile): string[] => [...text.matchAll(IMPORT)].flatMap((match) => match[1] ?? []);
const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1];
const isDomain = (path: string): boolean => DOMAINS.includes(packageOf(path) ?? '');
const isTest = (path: string): boolean => /\.(test|contract)\.ts$/.test(path);
const isShipped = (path: string): boolean => /^(packages|functions)\//.test(path) && !isTest(path);

/** One sentence for every import that `isForbidden` picks out. */
const forbidImports =
  (isForbidden: (imported: string, file: SourceFile) => boolean, reason: string): Rule =>
  (files) =>
    files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => isForbidden(imported, file))
        .map((imported) => `${file.path} imports ${imported}: ${reason}`),
    );

/** One sentence for every file that `applies` picks out and that holds the pattern. */
const forbidText =
  (applies: (path: string) => boolean, pattern: RegExp, reason: string): Rule =>
  (files) =>
    files
      .filter(({ path, text }) => applies(path) && pattern.test(text))
      .map(({ path, text }) => `${path} has ${pattern.exec(text)?.[0]}: ${reason}`);

/** Packages import only what the dependency rule lets them; tests may use the testkit besides. */
export const dependencyRule = forbidImports((imported, { path }) => {
  const importer = packageOf(path);
  const target = /^@almanac\/([^/]+)/.exec(imported)?.[1];
  if (importer === undefined || target === undefined || target === importer) return false;
  if (target === 'testkit' && isTest(path)) return false;
  return !(MAY_IMPORT[importer] ?? []).includes(target);
}, 'the dependency rule does not allow it');

/** A package or function is reached by its name: no relative path leaves it. */
export const noPathsAcrossPackages = forbidImports((imported, { path }) => {
  const home = /^(packages|functions)\/[^/]+\//.exec(path)?.[0];
  if (home === undefined || !imported.startsWith('.')) return false;
  return !normalize(join(dirname(path), imported)).startsWith(home);
}, 'import the package by its name');

/** Functions are the outermost ring. */
export const nobodyImportsFunctions = forbidImports(
  (imported, { path }) => !path.startsWith('functions/') && /(^|\/)functions\//.test(imported),
  'nobody imports functions',
);

/** The AWS SDK stays behind the ports. Programs around the product (scripts, tests of the stack) own their clients. */
export const onlyAwsImportsTheSdk = forbidImports(
  (imported, { path }) =>
    /^(packages|functions)\//.test(path) && packageOf(path) !== 'aws' && /^@(aws-sdk|smithy)\//.test(imported),
  'only packages/aws may',
);

/** Middleware and telemetry stay in one place. */
export const onlyLambdaImportsMiddleware = forbidImports(
  (imported, { path }) => packageOf(path) !== 'lambda' && /^@(middy|aws-lambda-powertools)\//.test(imported),
  'only packages/lambda may',
);

/** All of zod is in the object `z` that it exports: four fifths of it are used by nobody. */
export const zodIsAModule = forbidText(
  isShipped,
  /import \{[^}]*\bz\b[^}]*\} from 'zod'/,
  "import * as z from 'zod' leaves out of the bundles what is not used",
);

/** Settings are read once, by env(). */
export const oneReaderOfTheEnvironment = forbidText(
  (path) => isShipped(path) && packageOf(path) !== 'cli' && path !== 'packages/lambda/src/env.ts',
  /process\.env/,
  'settings come from env() of packages/lambda',
);

/** Domains get the time, chance and files from outside. */
export const pureDomains = forbidText(
  (path) => isDomain(path) && isShipped(path),
  /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|'node:(fs|net|http|https|child_process)[/']/,
  'domains are pure',
);

/** One folder, one Lambda: its handler and the handler's test. */
export const functionFolders: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('functions/') && !/^functions\/[a-z0-9-]+\/handler(\.test)?\.ts$/.test(path))
    .map(({ path }) => `${path}: functions/<name>/ holds handler.ts and handler.test.ts only`);
