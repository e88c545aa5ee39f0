import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as plainServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Listening, listen } from "../../src/app/server.ts";
import { ConfigMistake } from "../../src/config.ts";

const HOST = "127.0.0.1";
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serving(port = 0, onConnection: () => void = () => undefined): Promise<Listening> {
  const server = createServer((_request, response) => response.end("x"));
  server.on("connection", onConnection);
  const listening = await listen(server, { port, host: HOST });
  open.push(listening);
  return listening;
}

const portOf = ({ url }: Listening) => Number(new URL(url).port);

test.skipIf(process.platform !== "linux")(
  "callers who come together are let in together, not one each time round the loop",
  async () => {
    let accepted = 0;
    const server = await serving(0, () => {
      accepted += 1;
    });
    const callers: Socket[] = Array.from({ length: 64 }, () => connect(portOf(server), HOST));
    for (const caller of callers) open.push({ close: () => caller.destroy() });
    let turns = 0;
    for (; accepted < callers.length; turns++) await new Promise(setImmediate);
    expect(turns).toBeLessThan(callers.length / 2);
  },
);

test("every one of them is answered, and closing waits for the last", async () => {
  const server = await serving();
  const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(server.url).then((one) => one.text())));
  expect(answers).toEqual(Array(40).fill("x"));
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
});

test("a port that another program or a second start has is refused", async () => {
  const first = await serving();
  await expect(serving(portOf(first))).rejects.toThrow("EADDRINUSE");
  // Said in one line to whoever starts it, without where in the code it came from.
  await expect(serving(portOf(first))).rejects.toBeInstanceOf(ConfigMistake);
  await expect(serving(portOf(first))).rejects.toThrow(new RegExp(`^PORT ${portOf(first)}: cổng này đang .*$`));
  const other = plainServer();
  await new Promise<void>((resolve) => other.listen(0, HOST, resolve));
  open.push(other);
  await expect(serving((other.address() as AddressInfo).port)).rejects.toThrow("EADDRINUSE");
});

test("of two starts in the same moment one has the port, however far the other is behind", async () => {
  const first = await serving();
  const port = portOf(first);
  await first.close();
  for (let ticks = 0; ticks < 12; ticks++) {
    const second = async () => {
      for (let tick = 0; tick < ticks; tick++) await new Promise<void>((resolve) => process.nextTick(resolve));
      return serving(port);
    };
    const starts = await Promise.allSettled([serving(port), second()]);
    const refusals = starts.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).message] : []));
    expect(refusals).toEqual([expect.stringContaining("EADDRINUSE")]);
    for (const one of starts) if (one.status === "fulfilled") await one.value.close();
  }
});

test("a port that was left is taken again", async () => {
  const first = await serving();
  const port = portOf(first);
  await first.close();
  expect((await fetch((await serving(port)).url)).status).toBe(200);
});
