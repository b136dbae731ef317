import { fixedClock } from '@almanac/kernel';
import { parseActionMessage } from '@almanac/schedules';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { secretsManagerSecrets } from './secrets-manager-secrets.ts';
import { snsMails } from './sns-mails.ts';
import { sqsGivenUp } from './sqs-given-up.ts';

const NOW = '2026-11-28T10:00:00Z';
const metadata = { $metadata: {}, message: 'no' };

/** Secrets Manager as it is when another function has put the first value since this one looked. */
function overtaken(): { client: SecretsManagerClient; calls: string[] } {
  const calls: string[] = [];
  let value: string | undefined;
  const send = async (command: unknown) => {
    calls.push(command instanceof GetSecretValueCommand ? 'get' : 'put');
    if (command instanceof PutSecretValueCommand) {
      value = 'of the other';
      throw new ResourceExistsException(metadata);
    }
    if (value === undefined) throw new ResourceNotFoundException(metadata);
    return { SecretString: value };
  };
  return { client: { send } as unknown as SecretsManagerClient, calls };
}

describe('secrets in Secrets Manager', () => {
  it('are made once, however many make them at the same time, and read once in five minutes', async () => {
    const { client, calls } = overtaken();
    const secrets = secretsManagerSecrets(client, fixedClock(NOW));
    expect(await secrets.readOrCreate('arn:a')).toBe('of the other');
    expect(calls).toEqual(['get', 'put', 'get']);
    expect(await secrets.read('arn:a')).toBe('of the other');
    expect(calls).toHaveLength(3);
  });

  it('are asked for again after five minutes', async () => {
    let now = Date.parse(NOW);
    let reads = 0;
    const send = async () => ({ SecretString: `value ${++reads}` });
    const clock = { now: () => new Date(now) };
    const secrets = secretsManagerSecrets({ send } as unknown as SecretsManagerClient, clock);
    expect(await secrets.read('arn:a')).toBe('value 1');
    now += 299_999;
    expect(await secrets.read('arn:a')).toBe('value 1');
    now += 1;
    expect(await secrets.read('arn:a')).toBe('value 2');
  });

  it('that cannot be read are not made', async () => {
    const denied = { send: () => Promise.reject(new Error('AccessDenied')) } as unknown as SecretsManagerClient;
    await expect(secretsManagerSecrets(denied, fixedClock(NOW)).readOrCreate('arn:a')).rejects.toThrow('AccessDenied');
  });
});

describe('an action that was given up', () => {
  it('can be read again by its function, with its key, and says why it is there', async () => {
    const sent: { MessageBody: string; MessageAttributes: object }[] = [];
    const sqs = { send: async ({ input }: { input: (typeof sent)[0] }) => void sent.push(input) };
    const message = { idempotency_key: 'k1', payload: { url: 'https://example.com' } };
    await sqsGivenUp(sqs as unknown as SQSClient, 'dlq').put(message, { code: 'ENDPOINT_REFUSED', message: '404' });
    const { Type, MessageId: messageId, Message } = JSON.parse(sent[0]?.MessageBody ?? '');
    expect(Type).toBe('Notification');
    expect(parseActionMessage({ messageId, message: JSON.parse(Message), attributes: {} })).toEqual(message);
    expect(sent[0]?.MessageAttributes).toMatchObject({
      error_code: { StringValue: 'ENDPOINT_REFUSED' },
      error_message: { StringValue: '404' },
    });
  });
});

it('a mail has a subject that SNS takes', async () => {
  const sent: { Subject: string; Message: string }[] = [];
  const sns = { send: async ({ input }: { input: (typeof sent)[0] }) => void sent.push(input) };
  await snsMails(sns as unknown as SNSClient, 'topic').send({ subject: `täglich ${'x'.repeat(200)}`, text: 'größe' });
  expect(sent[0]?.Subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(sent[0]?.Message).toBe('größe');
});
