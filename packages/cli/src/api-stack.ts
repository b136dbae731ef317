import { apiClient } from '@almanac/client';
import { systemClock } from '@almanac/kernel';
import { onStack, type StackOptions } from './stack.ts';

/** Runs `work` with a client of a stack's REST API, which asks for a token when it needs one. */
export const withApi = <T>(options: StackOptions, work: (api: Api) => Promise<T>, scope: Scope = 'write'): Promise<T> =>
  onStack(
    {
      parse: (aws) => aws.parseApiOutputs,
      ports: (aws, outputs) => {
        const token = aws.stackTokens(outputs, scope, () => systemClock.now());
        const client = apiClient({ baseUrl: outputs.api_url, token: async () => (await token()).accessToken });
        return { outputs, token, client };
      },
    },
    options,
    work,
  );

type Scope = 'read' | 'write';
type Aws = typeof import('@almanac/aws');

export interface Api {
  readonly outputs: ReturnType<Aws['parseApiOutputs']>;
  readonly token: ReturnType<Aws['stackTokens']>;
  readonly client: ReturnType<typeof apiClient>;
}
