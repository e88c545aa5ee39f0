import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.ts";

/**
 * Connections that may wait to be accepted. The system drops what is beyond it and lets the caller try again after 1, 3, 7, 15
 * seconds, longer than providers wait; Node's own 511 are full after a second of a flood in which the thread was busy.
 */
const MOST_KNOCKING = 4096;

/** Longer than proxies and providers keep a connection they do not use: a call must not meet one that is just being closed. */
const KEPT_OPEN_MS = 65_000;

/** Starts to listen; the address people on this machine reach it by. */
export function listen(server: Server, config: Config): Promise<string> {
  server.keepAliveTimeout = KEPT_OPEN_MS;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: config.port, host: config.host, backlog: MOST_KNOCKING }, () => {
      const { port } = server.address() as AddressInfo;
      resolve(`http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${port}`);
    });
  });
}

/** Stops taking calls, lets those under way finish, and cuts streams that would stay open. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
