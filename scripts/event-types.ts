// TypeScript types of an event from its schema as EventBridge's registry holds it, read from standard input:
// aws schemas describe-schema --registry-name <registry> --schema-name <event> --query Content --output text | npm run -s event-types
import { text } from 'node:stream/consumers';
import { eventTypes } from './schemas/event-types.ts';

if (process.stdin.isTTY) {
  process.stderr.write(
    'Give the schema on standard input: npm run -s event-types < infra/schemas/media/FileDownloadCompleted.json\n',
  );
  process.exitCode = 2;
} else {
  await eventTypes(await text(process.stdin)).then(
    (types) => process.stdout.write(types),
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
