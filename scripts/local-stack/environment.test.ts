import { describe, expect, it } from '@jest/globals';
import { localEnvironment, refuseForeignEndpoint, requestedPort } from './environment.ts';

describe('the local environment', () => {
  const caller = {
    HOME: '/home/me',
    PATH: '/usr/bin',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SESSION_TOKEN: 'token',
    AWS_PROFILE: 'production',
    AWS_ENDPOINT_URL_S3: 'https://s3.amazonaws.com',
    aws_default_profile: 'production',
    TF_VAR_stage: 'prod',
    TF_CLI_ARGS: '-destroy',
    TF_WORKSPACE: 'production',
    TF_PLUGIN_MIRROR: '/mirror',
    HTTPS_PROXY: 'http://proxy:3128',
    no_proxy: 'intranet',
  };
  const local = localEnvironment(caller, 4600);

  it('replaces every AWS setting of the caller', () => {
    const aws = Object.fromEntries(Object.entries(local).filter(([name]) => /^aws_/i.test(name)));
    expect(aws).toEqual({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4600',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_PAGER: '',
    });
  });

  it('keeps from Terraform whatever changes a plan, and leaves it where providers come from', () => {
    const names = Object.keys(local).filter((name) => name.startsWith('TF_'));
    expect(names.sort()).toEqual(['TF_IN_AUTOMATION', 'TF_PLUGIN_MIRROR']);
  });

  it('keeps proxies away from loopback in both spellings, and adds to what was excepted before', () => {
    expect(local).toMatchObject({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'intranet,127.0.0.1,localhost' });
    expect(local.no_proxy).toBe(local.NO_PROXY);
  });

  it('puts the project’s own node first', () => {
    expect(local.PATH).toMatch(/node_modules\/\.bin:\/usr\/bin$/);
  });
});

describe('the caller’s endpoint', () => {
  it.each(['http://localhost:4566', 'http://127.0.0.1:4570', 'http://[::1]:4566', 'http://s3.localhost:4566', ''])(
    '%j is this machine, or none',
    (url) => expect(() => refuseForeignEndpoint({ AWS_ENDPOINT_URL: url })).not.toThrow(),
  );

  it.each(['https://sts.amazonaws.com', 'http://127.0.0.1.example.com', 'http://localhost.example.com', 'nonsense'])(
    '%j is refused in one sentence',
    (url) => expect(() => refuseForeignEndpoint({ AWS_ENDPOINT_URL: url })).toThrow(/^AWS_ENDPOINT_URL is .*unset it/),
  );
});

describe('EMULATOR_PORT', () => {
  it('may be left out', () => {
    expect(requestedPort({})).toBeUndefined();
    expect(requestedPort({ EMULATOR_PORT: '4570' })).toBe(4570);
  });

  it.each(['80', '70000', '45.5', 'x'])('%j is refused in one sentence', (port) => {
    expect(() => requestedPort({ EMULATOR_PORT: port })).toThrow(/^EMULATOR_PORT is .*set it to a port/);
  });
});
