import { expect, test } from "vitest";
import { createPace } from "../../../src/platform/pace.ts";

const HELD_MS = 4;
/** Holds the thread, as a turn does. */
function hold(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Times round the loop until so many pieces of work that were asked for at once are done, while somebody comes each time or nobody does. */
async function timesRound(isComing: boolean, pieces: number): Promise<number> {
  const pace = createPace();
  let times = 0;
  let isOver = false;
  const round = () => {
    times += 1;
    if (isComing) pace.busy();
    if (!isOver) setImmediate(round);
  };
  round();
  await Promise.all(Array.from({ length: pieces }, () => pace.pass().then(() => hold(HELD_MS))));
  isOver = true;
  return times;
}

test("work lets those in who keep coming, one each time round the loop, but not for ever", async () => {
  expect(await timesRound(false, 3)).toBeLessThanOrEqual(8);
  expect(await timesRound(true, 3)).toBeGreaterThan(20);
});

test("pieces of work that wait together come one at a time, with a time round the loop between", async () => {
  const pace = createPace();
  const order: string[] = [];
  const piece = async (name: string) => {
    await pace.pass();
    order.push(name);
    setImmediate(() => order.push("others"));
  };
  await Promise.all([piece("a"), piece("b"), piece("c")]);
  expect(order.slice(0, 5)).toEqual(["a", "others", "b", "others", "c"]);
});
