import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.ts";

/** Starts to listen; the address people on this machine reach it by. */
export function listen(server: Server, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
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
