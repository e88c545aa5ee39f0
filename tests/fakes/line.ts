import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A cable between us and a provider that can be pulled out and put back. */
export interface Line {
  readonly url: string;
  pull(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openLine(to: string): Promise<Line> {
  const { port, hostname } = new URL(to);
  const open = new Set<Socket>();
  let isWhole = true;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (!isWhole) return void socket.destroy();
    const far = connect(Number(port), hostname);
    far.on("error", () => socket.destroy());
    open.add(socket).add(far);
    socket.pipe(far).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pull() {
      isWhole = false;
      cut();
    },
    mend() {
      isWhole = true;
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
