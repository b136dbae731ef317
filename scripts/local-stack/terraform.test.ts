import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testOutcome } from '../test-local/terraform-checks.ts';
import { isLeftOut } from './localstack.ts';
import { applyProgress } from './progress.ts';
import { pluginMirrors } from './terraform.ts';

describe('plugin mirrors', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mirrors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const mirror = (...parts: string[]): string => {
    const place = join(folder, ...parts);
    mkdirSync(join(place, 'registry.terraform.io', 'hashicorp', 'aws'), { recursive: true });
    return place;
  };

  it('are the named one, then Terraform’s own places, and only those that hold the provider', () => {
    const named = mirror('named');
    const shared = mirror('share', 'terraform', 'plugins');
    const beside = mirror('terraform.d', 'plugins');
    mkdirSync(join(folder, 'empty', 'terraform', 'plugins'), { recursive: true });
    const env = { TF_PLUGIN_MIRROR: named, XDG_DATA_DIRS: `${join(folder, 'empty')}:${join(folder, 'share')}` };
    const found = pluginMirrors(env, folder).filter((place) => place.startsWith(folder));
    expect(found).toEqual([named, beside, shared]);
  });
});

describe('apply progress', () => {
  const follow = (...events: object[]) => {
    const written: string[] = [];
    const out = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    const progress = applyProgress(out);
    for (const event of events) progress.onLine(JSON.stringify(event));
    progress.onLine('not an event');
    progress.finish();
    return { written, errors: progress.errors() };
  };

  it('counts resources, not data that is read', () => {
    const { written } = follow(
      { type: 'planned_change', change: { action: 'create' } },
      { type: 'planned_change', change: { action: 'update' } },
      { type: 'planned_change', change: { action: 'read' } },
      { type: 'apply_complete', hook: { action: 'read' } },
      { type: 'apply_complete', hook: { action: 'create' } },
    );
    expect(written).toEqual(['applying: 1 of 2 resources, 0 s\n']);
  });

  it('keeps what went wrong, and where', () => {
    const warning = { diagnostic: { severity: 'warning', summary: 'Deprecated' } };
    const error = {
      diagnostic: { severity: 'error', summary: 'Denied', detail: 'No.', address: 'aws_sqs_queue.this' },
    };
    expect(follow(warning, error).errors).toEqual(['aws_sqs_queue.this: Denied: No.']);
  });
});

describe('an error of an apply', () => {
  const absent = 'aws_glue_catalog_database.this: creating: API for service glue not yet implemented or pro feature';

  it('is no failure on LocalStack if that lacks the service, and is one everywhere else', () => {
    expect(isLeftOut(absent, 'localstack')).toBe(true);
    expect(isLeftOut(absent, 'ministack')).toBe(false);
    expect(isLeftOut('aws_sqs_queue.this: AccessDenied', 'localstack')).toBe(false);
  });
});

describe('the outcome of terraform test', () => {
  const events = (summary: object): string =>
    [
      { type: 'test_run', '@message': 'a block', test_run: { progress: 'complete' } },
      { type: 'test_summary', test_summary: summary },
    ]
      .map((event) => JSON.stringify(event))
      .join('\n');

  it('counts blocks', () => {
    expect(testOutcome(0, events({ passed: 3, failed: 0, errored: 0 }), '')).toMatchObject({ passed: 3, failed: 0 });
    expect(testOutcome(1, events({ passed: 3, failed: 1, errored: 2 }), '')).toMatchObject({ passed: 3, failed: 3 });
  });

  it('is a failure if nothing ran, if Terraform said so, or if there is no summary', () => {
    expect(testOutcome(0, events({ passed: 0, failed: 0, errored: 0 }), '')).toMatchObject({ passed: 0, failed: 1 });
    expect(testOutcome(1, events({ passed: 3, failed: 0, errored: 0 }), '')).toMatchObject({ passed: 3, failed: 1 });
    expect(testOutcome(1, '', 'no provider')).toEqual({ passed: 0, failed: 1, output: 'no provider' });
  });
});
