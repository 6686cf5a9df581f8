/** The page behind a port of this machine alone. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handle, type PageOptions } from './handle.ts';

export interface Listening {
  readonly port: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** @param port 0 for a free one. Rejects when it is taken. */
export function listen(options: PageOptions, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(options, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      }),
    );
  });
}

async function answer(
  options: PageOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? '/';
  const url = new URL(target.startsWith('/') ? target.replace(/^\/+/, '/') : '/', 'http://localhost');
  const host = request.headers.host ?? null;
  const reply = await handle(options, { method: request.method ?? 'GET', url, host });
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  if (request.method === 'HEAD' || reply.body === null) {
    await reply.body?.cancel();
    response.end();
    return;
  }
  const reader = reply.body.getReader();
  response.on('close', () => void reader.cancel());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!response.write(value)) await drained(response);
  }
  response.end();
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
