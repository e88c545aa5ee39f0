import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** A server on the loopback interface, on a port of its own. Closing ends open calls too. */
export async function listen(handler: RequestListener): Promise<Listening> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

export function answerJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** What a vendor can do wrong next: its own error code, a bare HTTP status, silence, or a late answer. */
export type Mishap =
  | { readonly code: number }
  | { readonly status: number }
  | { readonly silence: true }
  | { readonly delayMs: number };

/** A list of mishaps that happen one after the other, each once. */
export function mishaps() {
  const planned: Mishap[] = [];
  return {
    plan(mishap: Mishap, times: number): void {
      planned.push(...Array<Mishap>(times).fill(mishap));
    },
    next: (): Mishap | undefined => planned.shift(),
  };
}

/** Lets a planned mishap happen; true when it has used up the call. `refuse` answers in the vendor's own dialect. */
export async function happens(
  mishap: Mishap | undefined,
  response: ServerResponse,
  refuse: (response: ServerResponse, code: number) => void,
): Promise<boolean> {
  if (!mishap) return false;
  if ("delayMs" in mishap) {
    await new Promise((resolve) => setTimeout(resolve, mishap.delayMs));
    return false;
  }
  if ("code" in mishap) refuse(response, mishap.code);
  if ("status" in mishap) response.writeHead(mishap.status).end("<html>made-up outage</html>");
  return true;
}
