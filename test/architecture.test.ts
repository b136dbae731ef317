import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as source from './architecture/source-rules.ts';
import * as terraform from './architecture/terraform-rules.ts';

const root = join(import.meta.dirname, '..');

const read = (pattern: string): source.SourceFile[] =>
  globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' || name === '.terraform' })
    .filter((path) => /\.[a-z]+$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const code = ['packages', 'functions', 'scripts', 'test'].flatMap((folder) => read(`${folder}/**/*.{ts,mjs}`));
const functionFiles = read('functions/*/**/*');
const infra = read('infra/**/*.tf');

const at = (path: string, text: string): source.SourceFile => ({ path, text });
const variable = (body: string): source.SourceFile => at('infra/variables.tf', `variable "size" {\n${body}\n}\n`);
const lambda = (path: string): source.SourceFile => at(path, 'resource "aws_lambda_function" "this" {\n}\n');

/** Each rule, the files it is about, and for each way of breaking it a word of the complaint and files that do. */
const rules: [string, source.Rule, source.SourceFile[], [string, source.SourceFile[]][]][] = [
  [
    'packages import only what lies further in',
    source.dependencyRule,
    code,
    [
      ['@almanac/contracts', [at('packages/kernel/src/a.ts', "import { x } from '@almanac/contracts';")]],
      ['@almanac/aws', [at('packages/cur/src/a.ts', "import type { X } from '@almanac/aws';")]],
      ['@almanac/costs', [at('packages/cur/src/a.ts', "import { x } from '@almanac/costs';")]],
      ['@almanac/cur', [at('packages/lambda/src/a.ts', "import { x } from '@almanac/cur';")]],
      ['@almanac/lambda', [at('packages/aws/src/a.ts', "await import('@almanac/lambda');")]],
      ['@almanac/contracts', [at('packages/outbound/src/a.ts', "import { x } from '@almanac/contracts';")]],
      ['@almanac/consumer', [at('packages/cli/src/a.ts', "import { x } from '@almanac/consumer';")]],
      ['@almanac/testkit', [at('packages/cur/src/a.ts', "import { x } from '@almanac/testkit';")]],
    ],
  ],
  [
    'packages are imported by name, not by path',
    source.noPathsAcrossPackages,
    code,
    [
      ['by its name', [at('packages/cur/src/a.ts', "export * from '../../kernel/src/ids.ts';")]],
      ['by its name', [at('functions/one/handler.ts', "import { x } from '../two/handler.ts';")]],
    ],
  ],
  [
    'nobody imports functions',
    source.nobodyImportsFunctions,
    code.filter(({ path }) => path !== 'test/architecture.test.ts'),
    [['nobody', [at('packages/cli/src/a.ts', "import { handler } from '../../../functions/one/handler.ts';")]]],
  ],
  [
    'bundles hold what is used of zod',
    source.zodIsAModule,
    code,
    [['import * as z', [at('packages/cur/src/a.ts', "import { z } from 'zod';")]]],
  ],
  [
    'only packages/aws imports the AWS SDK',
    source.onlyAwsImportsTheSdk,
    code,
    [
      ['client-s3', [at('functions/one/handler.ts', "import { S3Client } from '@aws-sdk/client-s3';")]],
      ['@smithy/types', [at('packages/cli/src/a.ts', "import type { Client } from '@smithy/types';")]],
    ],
  ],
  [
    'only packages/lambda imports middleware',
    source.onlyLambdaImportsMiddleware,
    code.filter(({ path }) => path !== 'test/architecture.test.ts'),
    [
      ['@middy/core', [at('functions/one/handler.ts', "import middy from '@middy/core';")]],
      ['powertools', [at('packages/aws/src/a.ts', "import { Logger } from '@aws-lambda-powertools/logger';")]],
    ],
  ],
  [
    'only env() reads the environment',
    source.oneReaderOfTheEnvironment,
    code,
    [
      ['env()', [at('functions/one/handler.ts', 'const table = process.env.TABLE;')]],
      ['env()', [at('packages/aws/src/a.ts', "const region = process.env['AWS_REGION'];")]],
    ],
  ],
  [
    'domains are pure',
    source.pureDomains,
    code,
    [
      ['Date.now(', [at('packages/cur/src/a.ts', 'const now = Date.now();')]],
      ['new Date()', [at('packages/costs/src/a.ts', 'const now = new Date();')]],
      ['node:fs', [at('packages/cur/src/a.ts', "import { readFile } from 'node:fs/promises';")]],
    ],
  ],
  [
    'a function folder holds a handler and its test',
    source.functionFolders,
    functionFiles,
    [
      ['functions/one/index.ts', [at('functions/one/index.ts', '')]],
      ['functions/one/src/handler.ts', [at('functions/one/src/handler.ts', '')]],
      ['functions/one/package.json', [at('functions/one/package.json', '')]],
    ],
  ],
  [
    'one Terraform resource makes every Lambda function',
    terraform.oneFunctionResource,
    infra,
    [
      ['infra/modules/cur/more.tf', [lambda('infra/modules/function/main.tf'), lambda('infra/modules/cur/more.tf')]],
      ['infra/main.tf', [lambda('infra/main.tf')]],
      ['no file', []],
    ],
  ],
  [
    'every Terraform variable has a type and a description',
    terraform.typedAndDescribedVariables,
    infra,
    [
      ['no type', [variable('  description = "Size in bytes."')]],
      ['type any', [variable('  type = any\n  description = "Size in bytes."')]],
      ['no description', [variable('  type = number')]],
      ['no description', [variable('  type = number\n  description = ""')]],
      ['no description', [at('infra/variables.tf', 'variable "size" { type = number }\n')]],
    ],
  ],
];

describe.each(rules)('%s', (_name, rule, files, breaches) => {
  it('holds in the whole repository', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(rule(files)).toEqual([]);
  });

  it.each(breaches)('finds a breach: %s', (complaint, breach) => {
    expect(rule(breach)).toEqual([expect.stringContaining(complaint)]);
  });
});

describe('docs/parity.md', () => {
  const named = readFileSync(join(root, 'docs', 'parity.md'), 'utf8').matchAll(/`((?:test|infra|packages)\/[^`]+)`/g);

  it.each([...new Set([...named].map(([, path = '']) => path))])('names what exists: %s', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});
