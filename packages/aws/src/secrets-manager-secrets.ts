import { randomBytes } from 'node:crypto';
import { AlmanacError, type Clock } from '@almanac/kernel';
import type { Secrets } from '@almanac/schedules';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** How long a value is used without asking again: a changed secret holds from then on. */
const KEPT_MS = 5 * 60_000;
/** Token of the first value: of two functions that make one at the same time, Secrets Manager takes the first. */
const FIRST_VALUE = 'almanac-first-value-of-this-secret';

/** Secrets Manager. Values are kept in memory for five minutes, and appear in no error. */
export function secretsManagerSecrets(client: SecretsManagerClient, clock: Clock): Secrets {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();

  const read = async (arn: string): Promise<string> => {
    const now = clock.now().getTime();
    const known = kept.get(arn);
    if (known && known.until > now) return known.value;
    const value = await secretValue(client, arn);
    kept.set(arn, { value, until: now + KEPT_MS });
    return value;
  };

  return {
    read,
    async readOrCreate(arn) {
      try {
        return await read(arn);
      } catch (error) {
        if (!(error instanceof AlmanacError && error.code === 'SECRET_WITHOUT_VALUE')) throw error;
        await putFirst(client, arn);
        return read(arn);
      }
    },
  };
}

async function secretValue(client: SecretsManagerClient, arn: string): Promise<string> {
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString !== '') return SecretString;
  } catch (error) {
    // A secret whose value was never set is not found either.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  throw new AlmanacError(
    'SECRET_WITHOUT_VALUE',
    `There is no value yet: aws secretsmanager put-secret-value --secret-id ${arn} --secret-string file://value`,
    { arn },
  );
}

async function putFirst(client: SecretsManagerClient, arn: string): Promise<void> {
  const SecretString = randomBytes(32).toString('base64url');
  try {
    await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString, ClientRequestToken: FIRST_VALUE }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
  }
}
