import { expect, test } from "vitest";
import { createLanes } from "../../../src/conversation/lanes.ts";

const MOST = 8;
const WIDTH = 4;

/** An inbox of lanes in the order they came, and hands that work each lane when told to. */
function office() {
  const inbox = new Set<string>();
  const worked: string[] = [];
  const held = new Map<string, () => void>();
  let mostHeld = 0;
  let looks = 0;
  const lanes = createLanes({
    most: MOST,
    width: WIDTH,
    async work(lane) {
      await new Promise<void>((resolve) => held.set(lane, resolve));
      held.delete(lane);
      inbox.delete(lane);
      worked.push(lane);
      return "done";
    },
    async waiting(most) {
      looks += 1;
      return [...inbox].slice(0, most);
    },
  });
  const arrive = (lane: string) => {
    inbox.add(lane);
    lanes.poke(lane);
    mostHeld = Math.max(mostHeld, held.size);
  };
  /** Works what is held, the oldest first, until nothing is. */
  async function work(until = () => held.size === 0): Promise<void> {
    while (!until()) {
      mostHeld = Math.max(mostHeld, held.size);
      held.values().next().value?.();
      await new Promise(setImmediate);
    }
  }
  return {
    lanes,
    inbox,
    worked,
    arrive,
    work,
    mostHeld: () => mostHeld,
    looks: () => looks,
  };
}

const people = Array.from({ length: 25 }, (_, nth) => `person ${nth}`);

test("more lanes than are held at once are all worked, once, in the order they came, with a few looks into the inbox", async () => {
  const { lanes, worked, arrive, work, mostHeld, looks } = office();
  for (const person of people) arrive(person);
  await work();
  await lanes.idle();
  expect(worked).toEqual(people);
  expect(mostHeld()).toBe(WIDTH);
  expect(looks()).toBeLessThan(people.length / 2);
});

test("what an earlier process left is taken up within the same bound", async () => {
  const { lanes, inbox, worked, work, mostHeld } = office();
  for (const person of people) inbox.add(person);
  await lanes.takeUp();
  await work();
  expect([worked, mostHeld()]).toEqual([people, WIDTH]);
});

test("somebody who writes on while their lane is worked is looked at again, and nobody is once it stops", async () => {
  const { lanes, worked, arrive, work } = office();
  arrive("a");
  arrive("a");
  await work();
  expect(worked).toEqual(["a", "a"]);
  for (const person of people) arrive(person);
  const stopped = lanes.stop();
  await work();
  await stopped;
  await lanes.idle();
  expect(worked).toEqual(["a", "a", ...people.slice(0, WIDTH)]);
});

test("a lane that is worked is not quiet until it is done", async () => {
  const { lanes, arrive, work, worked } = office();
  arrive("a");
  const quiet = lanes.quiet("a").then(() => [...worked]);
  await work();
  expect(await quiet).toEqual(["a"]);
  await lanes.quiet("nobody");
});

test("a lane that waits is looked at after so long, knows what it waited for, is not woken before, and ends with a stop", async () => {
  const looks: (string | undefined)[] = [];
  const lanes = createLanes({
    most: MOST,
    width: WIDTH,
    async work(_lane, waitedFor) {
      looks.push(waitedFor);
      return looks.length === 1 || looks.length === 3 ? { waitMs: 20, forMoreAfter: `m${looks.length}` } : "done";
    },
    waiting: async () => [],
  });
  lanes.poke("a");
  await new Promise(setImmediate);
  lanes.poke("a");
  await new Promise(setImmediate);
  expect(looks).toEqual([undefined]);
  await lanes.idle();
  expect(looks).toEqual([undefined, "m1"]);
  lanes.poke("a");
  await new Promise(setImmediate);
  await lanes.stop();
  await lanes.idle();
  expect(looks).toEqual([undefined, "m1", undefined]);
});

test("a lane of which is known what is left to do is not looked at before that is due, and not twice because somebody says so again", async () => {
  const looks: (string | undefined)[] = [];
  const lanes = createLanes({
    most: MOST,
    width: WIDTH,
    async work(_lane, waitedFor) {
      looks.push(waitedFor);
      return "done";
    },
    waiting: async () => [],
  });
  lanes.poke("a", { waitMs: 20, forMoreAfter: "m1" });
  lanes.poke("a", { waitMs: 20, forMoreAfter: "m2" });
  await new Promise(setImmediate);
  expect(looks).toEqual([]);
  await lanes.idle();
  expect(looks).toEqual(["m1"]);
});
