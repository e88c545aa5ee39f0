import { expect, test } from "vitest";
import { createSlots } from "../../../src/conversation/slots.ts";

/** Times round the loop before a work begins, while somebody knocks each time or nobody does. */
async function timesRound(isKnocking: boolean): Promise<number> {
  const slots = createSlots(1);
  let times = 0;
  let isOver = false;
  const round = () => {
    times += 1;
    if (isKnocking) slots.busy();
    if (!isOver) setImmediate(round);
  };
  round();
  const before = await slots.run(async () => times);
  isOver = true;
  return before;
}

test("a turn lets those in who keep coming, one each time round the loop, but not for ever", async () => {
  expect(await timesRound(false)).toBeLessThanOrEqual(2);
  expect(await timesRound(true)).toBeGreaterThan(20);
});
