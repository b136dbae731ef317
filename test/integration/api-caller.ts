import { randomUUID } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { awsConfig, stack } from './stack.ts';

const cognito = new CognitoIdentityProviderClient(awsConfig);

const answered = z.object({ access_token: z.string() });

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  readonly body: any;
}

/** The token of a machine client, by the client credentials grant. */
const tokenOf = async (id: string, secret: string): Promise<string> => {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const response = await fetch(stack.token_url, { method: 'POST', headers: { authorization }, body });
  return answered.parse(await response.json()).access_token;
};

/** A machine client of a test's own: quotas and write limits are those of a caller. */
export const newCaller = async (scopes: readonly ('read' | 'write')[] = ['read', 'write']) => {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: stack.user_pool_id,
      ClientName: `test-${randomUUID()}`,
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: scopes.map((scope) => `almanac/${scope}`),
    }),
  );
  const id = UserPoolClient?.ClientId ?? '';
  const token = await tokenOf(id, UserPoolClient?.ClientSecret ?? '');
  return {
    id,
    token,
    call: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      call(method, path, body, { authorization: `Bearer ${token}`, ...headers }),
    close: () => cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: stack.user_pool_id, ClientId: id })),
  };
};
export type Caller = Awaited<ReturnType<typeof newCaller>>;

/** One request to the API of the local stack; a body that is not a text is sent as JSON. */
export const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> => {
  const response = await fetch(`${stack.api_url}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : parsed(text) };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
