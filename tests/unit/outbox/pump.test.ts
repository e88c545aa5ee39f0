import { expect, test } from "vitest";
import { createPump } from "../../../src/outbox/pump.ts";

const turn = () => new Promise(setImmediate);

function desk(width: number) {
  const waiting: number[] = [];
  const done: number[] = [];
  const opens: (() => void)[] = [];
  const seen = { most: 0, now: 0, looks: 0 };
  const pump = createPump<number>({
    width,
    async take(limit) {
      seen.looks += 1;
      await turn();
      return waiting.splice(0, limit);
    },
    async carry(piece) {
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await new Promise<void>((resolve) => opens.push(resolve));
      seen.now -= 1;
      done.push(piece);
    },
  });
  const open = async () => {
    opens.shift()?.();
    await turn();
    await turn();
  };
  return { waiting, done, opens, seen, pump, open };
}

test("carries everything there is, never more at once than it is wide", async () => {
  const { waiting, done, opens, seen, pump, open } = desk(3);
  waiting.push(1, 2, 3, 4, 5, 6, 7);
  pump.wake();
  await turn();
  await turn();
  while (opens.length > 0) await open();
  await pump.settled();
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(seen.most).toBe(3);
});

test("a wake that comes while it looks makes it look once more", async () => {
  const { waiting, done, seen, pump, open } = desk(2);
  pump.wake();
  await Promise.resolve();
  pump.wake();
  await turn();
  await turn();
  await turn();
  expect(seen.looks).toBe(2);
  waiting.push(1);
  pump.wake();
  await turn();
  await turn();
  await open();
  await pump.settled();
  expect(done).toEqual([1]);
});

test("woken while its hands are full, it is not deaf afterwards", async () => {
  const { waiting, done, pump, open } = desk(1);
  waiting.push(1);
  pump.wake();
  await turn();
  await turn();
  pump.wake();
  await turn();
  waiting.push(2);
  await open();
  await open();
  await pump.settled();
  expect(done).toEqual([1, 2]);
});

test("once stopped it finishes what it holds and takes nothing more", async () => {
  const { waiting, done, seen, pump, open } = desk(1);
  waiting.push(1, 2);
  pump.wake();
  await turn();
  await turn();
  pump.stop();
  const looks = seen.looks;
  await open();
  pump.wake();
  await pump.settled();
  expect(done).toEqual([1]);
  expect(seen.looks).toBe(looks);
});
