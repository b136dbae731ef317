import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stackTokens } from '@almanac/aws';
import { local } from '../../scripts/local-stack/paths.ts';
import { stack } from './stack.ts';

const tokens = {
  read: stackTokens(stack, 'read', () => new Date()),
  write: stackTokens(stack, 'write', () => new Date()),
};

/** A token as programs get it: of the client that may only read, or of the one that may write too. */
export const tokenFor = async (scope: 'read' | 'write'): Promise<string> => (await tokens[scope]()).accessToken;

// The emulator makes the key when it signs its first token.
await tokenFor('read');

/** The key that the emulator signs access tokens of the user pool with; AWS shows its own to nobody. */
const poolKey = (): KeyObject =>
  createPrivateKey(readFileSync(local('emulator', 'state', 'cognito-pool-keys', `${stack.user_pool_id}-access.pem`)));

/** As the emulator names a key. */
const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('base64');

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Forgery {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key that is not the pool's, and names it as the pool's. */
  readonly otherKey?: boolean;
}

/** A token that differs from a good one in what is given and in nothing else. */
export function madeToken({ claims = {}, otherKey = false }: Forgery = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const good = {
    iss: `https://cognito-idp.${stack.region}.amazonaws.com/${stack.user_pool_id}`,
    ...{ sub: stack.client_id, client_id: stack.client_id, token_use: 'access', scope: 'almanac/read almanac/write' },
    ...{ iat: now - 600, auth_time: now - 600, exp: now + 300 },
  };
  const key = poolKey();
  const text = `${encoded({ alg: 'RS256', kid: keyId(key) })}.${encoded({ ...good, ...claims })}`;
  const signer = otherKey ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : key;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), signer).toString('base64url')}`;
}
