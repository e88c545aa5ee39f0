import type { Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type ListenOptions, type Server } from "node:net";
import { type Config, ConfigMistake } from "../config.ts";

/**
 * Connections that may wait to be accepted. The system drops what is beyond it and lets the caller try again after 1, 3, 7, 15
 * seconds, longer than providers wait; Node's own 511 are full after a second of a flood in which the thread was busy.
 */
const MOST_KNOCKING = 4096;

/**
 * Sockets that listen at the one port. Node takes one connection of each, every time round its loop; with one socket new callers
 * went without an answer for 15 seconds while those on open connections kept the thread busy. Where the system cannot share a port: one.
 */
const DOORS = process.platform === "linux" ? 16 : 1;

/** Longer than proxies and providers keep a connection they do not use: a call must not meet one that is just being closed. */
const KEPT_OPEN_MS = 65_000;

export interface Listening {
  /** The address people on this machine reach it by. */
  readonly url: string;
  /** Stops taking calls, lets those under way finish, and cuts streams that would stay open. */
  close(): Promise<void>;
}

/** Starts to listen. Throws ConfigMistake when the port is taken. */
export async function listen(server: HttpServer, where: Pick<Config, "port" | "host">): Promise<Listening> {
  try {
    return await listening(server, where);
  } catch (error) {
    throw isTaken(error) ? new ConfigMistake(takenWords(where.port), { cause: error }) : error;
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EADDRINUSE";

const takenWords = (port: number): string =>
  `PORT ${port}: cổng này đang có chương trình khác dùng, hãy dừng nó hoặc đặt PORT khác. / The port is taken (EADDRINUSE): stop what has it, or set another PORT.`;

async function listening(server: HttpServer, { port, host }: Pick<Config, "port" | "host">): Promise<Listening> {
  server.keepAliveTimeout = KEPT_OPEN_MS;
  const claim = port === 0 ? undefined : await claimed(port, host);
  const { own, besides } = await openDoors(server, port, host).catch(async (error: unknown) => {
    await (claim && closed(claim));
    throw error;
  });
  return {
    url: `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${own}`,
    async close() {
      const all = [server, ...besides].map(closed);
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2000).unref();
      await Promise.all(all);
      await (claim && closed(claim));
    },
  };
}

async function openDoors(server: HttpServer, port: number, host: string) {
  const own = portOf(await opened(server, { port, host, ...SHARED }));
  // As an http server takes its own connections.
  const besides = Array.from({ length: DOORS - 1 }, () =>
    createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit("connection", socket)),
  );
  for (const door of besides) await opened(door, { port: own, host, ...SHARED });
  return { own, besides };
}

const SHARED = { backlog: MOST_KNOCKING, reusePort: DOORS > 1 } as const;

/**
 * Sockets that share a port would share it with a second start, too, each answering some of the calls. So the port is claimed by a
 * name that the system gives to one process at a time and takes back when that ends (an abstract socket, seen as far as the port
 * is), and then tried alone, against other programs. Undefined where ports are not shared.
 */
async function claimed(port: number, host: string): Promise<Server | undefined> {
  if (DOORS === 1) return undefined;
  const claim = await opened(createServer(), { path: `\0lang-nghe:${port}` });
  claim.unref();
  try {
    await closed(await opened(createServer(), { port, host }));
    return claim;
  } catch (error) {
    await closed(claim);
    throw error;
  }
}

function opened<T extends Server>(server: T, where: ListenOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
