/** The part of autocannon the benchmarks use; the package brings no types of its own. */
declare module "autocannon" {
  import type { EventEmitter } from "node:events";

  interface PreparedRequest {
    readonly method: "POST";
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }
  interface Client {
    setRequests(requests: readonly PreparedRequest[]): void;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Requests in all, shared equally among the connections. */
    readonly amount: number;
    readonly setupClient: (client: Client) => void;
  }
  interface Run extends EventEmitter, PromiseLike<{ readonly errors: number; readonly timeouts: number }> {
    /** Ends early; what is under way is not waited for. */
    stop(): void;
    on(event: "response", listener: (client: Client, status: number, bytes: number, ms: number) => void): this;
  }
  export default function autocannon(options: Options): Run;
}
