import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that notes every request and every tunnel asked of it as a proxy, and lets none through. */
export type Recorder = { url: string; seen: string[]; close: () => void };

type Answer = (body: string) => { status: number; body: string };

const refuse: Answer = () => ({ status: 403, body: 'refused by the recorder' });

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Starts a recorder; `answer` makes it play a service. What it saw: `CONNECT host:port`, or method, URL and body. */
export const startRecorder = async (answer: Answer = refuse): Promise<Recorder> => {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    seen.push(`${request.method} ${request.url} ${body}`);
    const { status, body: text } = answer(body);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => void server.close() };
};
