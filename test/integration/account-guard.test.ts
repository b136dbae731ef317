import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { terraformEnvironment } from '../../scripts/local-stack/apply.ts';
import { type Environment, localEnvironment } from '../../scripts/local-stack/environment.ts';
import { infra, local, root } from '../../scripts/local-stack/paths.ts';
import { run } from '../../scripts/local-stack/processes.ts';
import { terraform } from '../../scripts/local-stack/terraform.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { stack } from './stack.ts';

const port = Number(new URL(stack.endpoint_url).port);
const LOCAL_UP = [join(root, 'scripts', 'local-up.ts')];
const PLAN = ['plan', '-input=false', '-no-color', '-lock=false', '-var-file=envs/local.tfvars'];
const STATE = `-state=${local('terraform.tfstate')}`;

const LIST_BUCKETS = `
  import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
  const { Buckets } = await new S3Client({ maxAttempts: 1 }).send(new ListBucketsCommand({}));
  console.log(Buckets.map(({ Name }) => Name).join());
`;

const WHO_AM_I = `
  terraform {
    required_providers {
      aws = { source = "hashicorp/aws", version = "~> 5.100" }
    }
  }
  provider "aws" {
    max_retries = 1
  }
  data "aws_caller_identity" "me" {}
`;

/** What a developer with production access may have set; everything but loopback would go through the proxy. */
const hostile = (folder: string, { url }: Recorder): Environment => {
  const credentials = join(folder, 'credentials');
  const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = EXAMPLEKEY\n';
  writeFileSync(credentials, `[production]\n${keys}\n[default]\n${keys}`);
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'EXAMPLEKEY',
    AWS_SESSION_TOKEN: 'EXAMPLETOKEN',
    AWS_REGION: 'eu-west-1',
    AWS_PROFILE: 'production',
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_SQS: url,
    HTTPS_PROXY: url,
    HTTP_PROXY: url,
    https_proxy: url,
    http_proxy: url,
    NO_PROXY: '',
    TF_VAR_allowed_account_ids: '["123456789012"]',
    TF_CLI_ARGS_apply: '-destroy',
    TF_WORKSPACE: 'production',
  };
};

describe('the account guard', () => {
  let folder: string;
  let recorder: Recorder;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guard-'));
  });
  beforeEach(async () => {
    recorder = await startRecorder();
  });
  afterEach(() => recorder.close());
  afterAll(() => rmSync(folder, { recursive: true }));

  // Minutes of work, which in test-local the plan below stands for.
  const whole = process.env.TEST_FULL ? it : it.skip;
  whole(
    'lets a whole apply talk to loopback only, whatever credentials, profile, endpoints and proxies are set',
    async () => {
      forgetInputs();
      const { code, output } = await run(process.execPath, LOCAL_UP, { env: hostile(folder, recorder) });
      expect(output).toContain(`the local stack is up at ${stack.endpoint_url}`);
      expect(output).not.toContain('nothing changed');
      expect(code).toBe(0);
      expect(recorder.seen).toEqual([]);
    },
    600_000,
  );

  it('lets an SDK client talk to loopback only', async () => {
    const args = ['--input-type=module', '--eval', LIST_BUCKETS];
    const guarded = localEnvironment(hostile(folder, recorder), port);
    expect((await run(process.execPath, args, { env: guarded, cwd: root })).stdout).toContain(stack.cur_bucket);
    expect(recorder.seen).toEqual([]);
    await run(process.execPath, args, { env: hostile(folder, recorder), cwd: root });
    expect(recorder.seen).toEqual([expect.stringContaining('GET /')]);
  });

  it('is what keeps Terraform from the account that the caller has set up', async () => {
    writeFileSync(join(folder, 'main.tf'), WHO_AM_I);
    const { AWS_ENDPOINT_URL_STS: _, TF_WORKSPACE: __, ...caller } = hostile(folder, recorder);
    const mirror = `-plugin-dir=${local('terraform', 'providers')}`;
    await terraform(folder, ['init', '-input=false', mirror], { ...caller, CHECKPOINT_DISABLE: '1' });

    const guarded = await terraform(folder, ['plan', '-input=false'], localEnvironment(caller, port));
    expect(guarded).toMatchObject({ code: 0 });
    expect(recorder.seen).toEqual([]);

    const unguarded = await terraform(folder, ['plan', '-input=false'], { ...caller, CHECKPOINT_DISABLE: '1' });
    expect(unguarded.code).not.toBe(0);
    expect(recorder.seen).toContainEqual(expect.stringMatching(/^CONNECT sts\..*amazonaws\.com:443$/));
  });

  it('refuses an endpoint that is not this machine', async () => {
    const env = { ...hostile(folder, recorder), AWS_ENDPOINT_URL: 'https://sts.amazonaws.com' };
    const { code, output } = await run(process.execPath, LOCAL_UP, { env });
    expect(output.trim()).toMatch(
      /^AWS_ENDPOINT_URL is "https:\/\/sts\.amazonaws\.com", which is not this machine.*\.$/,
    );
    expect(code).toBe(1);
    expect(recorder.seen).toEqual([]);
  });

  it('ends an apply of the local stack in any other account, having asked for nothing but its number', async () => {
    recorder.close();
    recorder = await startRecorder((body) => callerIdentity('123456789012', body));
    const env = { ...terraformEnvironment(port), AWS_ENDPOINT_URL: recorder.url };
    const { code, output } = await terraform(infra, [...PLAN, '-refresh=false', STATE], env);
    expect(code).toBe(1);
    expect(output).toContain('AWS account ID not allowed: 123456789012');
    expect(recorder.seen.length).toBeGreaterThan(0);
    for (const request of recorder.seen) expect(request).toContain('Action=GetCallerIdentity');
  });
});

/** Makes the next local-up apply again, onto the same emulator. */
const forgetInputs = (): void => {
  const { emulator } = JSON.parse(readFileSync(local('applied.json'), 'utf8'));
  writeFileSync(local('applied.json'), JSON.stringify({ emulator }));
};

const callerIdentity = (account: string, body: string) => ({
  status: body.includes('Action=GetCallerIdentity') ? 200 : 403,
  body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Arn>arn:aws:iam::${account}:user/someone</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>`,
});
