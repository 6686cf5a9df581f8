/** Answers of the page, with the headers that all of them have. */
import type { PageProblem } from './asked.ts';

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export const reply = (
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  type: string,
  own: Readonly<Record<string, string>> = {},
  status = 200,
): Response => new Response(body, { status, headers: { ...headers, 'content-type': type, ...own } });

export const jsonReply = (value: unknown, status = 200): Response =>
  reply(JSON.stringify(value), 'application/json; charset=utf-8', {}, status);

export const problemReply = ({ status, message, help }: PageProblem): Response =>
  jsonReply({ problem: { message, help } }, status);

/** Server-sent events. @param source each value is an event; it ends with the last, or when nobody listens any more */
export function eventsReply(source: (signal: AbortSignal) => AsyncIterable<unknown>): Response {
  const stop = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string): void => {
        if (!stop.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      try {
        for await (const value of source(stop.signal)) send(`data: ${JSON.stringify(value)}\n\n`);
        // Told, so that nobody takes the end for a lost connection and asks again.
        send('event: end\ndata: null\n\n');
      } catch (error) {
        send(`event: problem\ndata: ${JSON.stringify(String(error))}\n\n`);
      }
      if (!stop.signal.aborted) controller.close();
    },
    cancel: () => stop.abort(),
  });
  return reply(body, 'text/event-stream');
}
