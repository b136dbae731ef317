import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { cognitoTokens, type Token } from './cognito-token.ts';
import { clientSettings, parseOutputs, stackPlace, text } from './stack.ts';

/** The outputs of the stack that are about its REST API. */
const apiOutputs = stackPlace.extend({
  api_url: z.url(),
  token_url: z.url(),
  user_pool_id: text,
  client_id: text,
  read_client_id: text,
});
export type ApiOutputs = z.infer<typeof apiOutputs>;

/** As `parseStackOutputs`, for the REST API. */
export const parseApiOutputs = (json: string, source: string): ApiOutputs => parseOutputs(apiOutputs, json, source);

/** Tokens of the stack's own clients: of the one that may do everything, or of the one that may only read. */
export function stackTokens(outputs: ApiOutputs, scope: 'read' | 'write', now: () => Date): () => Promise<Token> {
  const { token_url, user_pool_id, client_id, read_client_id } = outputs;
  const source = {
    tokenUrl: token_url,
    userPoolId: user_pool_id,
    clientId: scope === 'read' ? read_client_id : client_id,
  };
  return cognitoTokens(new CognitoIdentityProviderClient(clientSettings(outputs)), source, now);
}
