import { AlmanacError } from '@almanac/kernel';
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';

export interface TokenSource {
  readonly tokenUrl: string;
  readonly userPoolId: string;
  /** The client whose tokens are asked for; what they may do is what the client may. */
  readonly clientId: string;
}

export interface Token {
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** What it allows, such as `almanac/read`. */
  readonly scopes: readonly string[];
}

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().optional(),
});

/** A token is renewed so long before its end, so that a request still arrives in time. */
const MARGIN_MS = 60_000;
const TIMEOUT_MS = 10_000;

/**
 * Tokens of a machine client (OAuth 2.0 client credentials, RFC 6749, 4.4). The client's secret is read from Cognito each
 * time a token is due, with the caller's own AWS credentials; secret and token are kept in memory only.
 * @throws AlmanacError `NO_CLIENT_SECRET`, `NO_TOKEN`; SDK errors as they are
 */
export function cognitoTokens(
  cognito: CognitoIdentityProviderClient,
  source: TokenSource,
  now: () => Date,
): () => Promise<Token> {
  let kept: Token | undefined;
  return async () => {
    if (kept && kept.expiresAt.getTime() - MARGIN_MS > now().getTime()) return kept;
    kept = await newToken(source, await secretOf(cognito, source), now());
    return kept;
  };
}

async function secretOf(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, clientId }: TokenSource,
): Promise<string> {
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
  );
  const secret = UserPoolClient?.ClientSecret;
  if (secret) return secret;
  throw new AlmanacError(
    'NO_CLIENT_SECRET',
    `The client ${clientId} of ${userPoolId} has no secret: it is none for programs`,
  );
}

async function newToken({ tokenUrl, clientId }: TokenSource, secret: string, now: Date): Promise<Token> {
  const answer = await ask(tokenUrl, `${clientId}:${secret}`);
  const parsed = granted.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !parsed.success) {
    throw new AlmanacError('NO_TOKEN', `${tokenUrl} gave no token: it answered with status ${answer.status}`);
  }
  const { access_token, expires_in, scope } = parsed.data;
  return {
    accessToken: access_token,
    expiresAt: new Date(now.getTime() + expires_in * 1_000),
    scopes: (scope ?? claimedScope(access_token)).split(' ').filter(Boolean),
  };
}

async function ask(tokenUrl: string, credentials: string): Promise<Response> {
  try {
    return await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new AlmanacError('NO_TOKEN', `Nothing answers at ${tokenUrl}: is the stack up?`, {}, { cause });
  }
}

/** Cognito names the scopes in the token alone. It is not checked here: whoever takes it does that. */
function claimedScope(token: string): string {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return z.object({ scope: z.string() }).safeParse(claims).data?.scope ?? '';
  } catch {
    return '';
  }
}
