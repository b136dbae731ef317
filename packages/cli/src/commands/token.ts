import { Option } from 'commander';
import { withApi } from '../api-stack.ts';
import { print } from '../output.ts';
import { type StackOptions, stackCommand } from '../stack.ts';

interface Options extends StackOptions {
  readonly scope: 'read' | 'write';
}

export const command = () =>
  stackCommand('A bearer token for the REST API.')
    .addOption(
      new Option('--scope <scope>', 'what it allows: read, or write, which reads too')
        .choices(['read', 'write'])
        .default('write'),
    )
    .action((options: Options) =>
      withApi(
        options,
        async ({ token }) => {
          const { accessToken, expiresAt, scopes } = await token();
          const shown = { access_token: accessToken, expires_at: expiresAt.toISOString(), scopes };
          print(shown, accessToken, options);
        },
        options.scope,
      ),
    );
