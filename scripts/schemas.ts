import { root } from './local-stack/paths.ts';
import { main } from './schemas/cli.ts';

process.exitCode = await main(process.argv.slice(2), root, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
