import { describe, expect, test } from "vitest";
import type { Address } from "../../../src/messages/index.ts";
import type { Cause, Way } from "../../../src/outbox/delivery.ts";
import { type Abilities, type ChainStep, nextWay, restOf, waysTo } from "../../../src/outbox/route/route.ts";

const ZALO: Address = { channel: "zalo", id: "817", account: "298" };
const PHONE: Address = { channel: "sms", id: "+84912345678" };
const CALLER: Address = { channel: "transcript", id: "+84912345678" };
const CHAIN: readonly ChainStep[] = ["zalo", "zalo_template", "zalo_bot", "sms", "call"];
const ALL: Abilities = { canSend: () => true, hasTemplate: () => true };

interface Wish {
  stops?: "here" | "everywhere";
  prefers?: Address["channel"];
}
const known = (address: Address, { stops, prefers }: Wish = {}) => ({
  address,
  preference: { stops: stops ?? null, prefers: prefers ?? null },
});
const told = (ways: readonly Way[]) => ways.map(({ by, to }) => `${by} ${to.channel} ${to.id}`);
const ways = (cause: Cause, promised: ReturnType<typeof known>, others: ReturnType<typeof known>[] = []) =>
  told(waysTo({ cause, promised, others }, CHAIN));

describe("the ways to a person", () => {
  test("a notice: Zalo words, templates by account and by number, SMS, an officer's telephone", () => {
    expect(ways("officer", known(ZALO), [known(PHONE)])).toEqual([
      "message zalo 817",
      "template zalo 817",
      "template zalo +84912345678",
      "message sms +84912345678",
      "call voice +84912345678",
    ]);
  });

  test("a notice to a number alone begins where it was promised", () => {
    expect(ways("officer", known(PHONE))).toEqual([
      "message sms +84912345678",
      "template zalo +84912345678",
      "call voice +84912345678",
    ]);
  });

  test("an answer stays where it was asked for; nobody is telephoned over it, and no template says it", () => {
    expect(ways("turn", known(ZALO), [known(PHONE)])).toEqual(["message zalo 817", "message sms +84912345678"]);
    expect(ways("talk", known(ZALO))).toEqual(["message zalo 817"]);
  });

  test("who telephoned may be telephoned, and a hidden number cannot be", () => {
    expect(ways("turn", known(CALLER))).toEqual([
      "message transcript +84912345678",
      "message sms +84912345678",
      "call voice +84912345678",
    ]);
    expect(ways("turn", known({ channel: "transcript", id: "call-7" }))).toEqual(["message transcript call-7"]);
  });

  test("STOP at a number shuts what is written to it, the telephone stays; answers still come", () => {
    expect(ways("officer", known(ZALO), [known(PHONE, { stops: "here" })])).toEqual([
      "message zalo 817",
      "template zalo 817",
      "call voice +84912345678",
    ]);
    expect(ways("turn", known(PHONE, { stops: "here" }))).toEqual(["message sms +84912345678"]);
  });

  test("no notices anywhere means none", () => {
    expect(ways("officer", known(ZALO), [known(PHONE, { stops: "everywhere" })])).toEqual([]);
    expect(ways("turn", known(ZALO), [known(PHONE, { stops: "everywhere" })])).toEqual(["message zalo 817"]);
  });

  test("the channel a person wishes comes first, if we know them there", () => {
    expect(ways("officer", known(ZALO, { prefers: "sms" }), [known(PHONE)])[0]).toBe("message sms +84912345678");
    expect(ways("officer", known(ZALO, { prefers: "sms" }))[0]).toBe("message zalo 817");
  });

  test("an office without a chain has the promised way alone", () => {
    expect(told(waysTo({ cause: "officer", promised: known(ZALO), others: [known(PHONE)] }, []))).toEqual([
      "message zalo 817",
    ]);
  });
});

describe("the next way", () => {
  const all = waysTo({ cause: "officer", promised: known(ZALO), others: [known(PHONE)] }, CHAIN);
  const [first, second, third, fourth, fifth] = all;
  const left = { key: "phieu_tra_loi", partsSent: 0 };
  const following = (tried: (Way | undefined)[], can = ALL, from = left) =>
    nextWay(
      all,
      tried.filter((way) => way !== undefined),
      from,
      can,
    );

  test("is the first not tried", () => {
    expect(following([first])).toBe(second);
    expect(following([first, second, third])).toBe(fourth);
    expect(following([first, second, third, fourth])).toBe(fifth);
    expect(following([first, second, third, fourth, fifth])).toBeUndefined();
  });

  test("passes over templates that do not exist and channels that are off, never over the telephone", () => {
    expect(following([first], { ...ALL, hasTemplate: () => false })).toBe(fourth);
    expect(following([first], { canSend: () => false, hasTemplate: () => true })).toBe(fifth);
  });

  test("is no template once a part has arrived: it would say everything again", () => {
    expect(following([first], ALL, { ...left, partsSent: 1 })).toBe(fourth);
  });
});

describe("what is left to say", () => {
  const reply = { key: "k", text: "A|B|C", short: "abc" };

  test("everything, in every form, when nothing has arrived", () => {
    expect(restOf({ reply, partsSent: 0 }, ["A", "B", "C"], "")).toBe(reply);
  });

  test("parts that have arrived are not repeated", () => {
    expect(restOf({ reply, partsSent: 1 }, ["A", "B", "C"], "")).toEqual({ key: "k.con_lai", text: "B\nC" });
  });

  test("one that may have arrived is said to be, in every form", () => {
    const rest = restOf({ reply, partsSent: 0 }, ["A", "B", "C"], "(có thể đã nhận)");
    expect(rest).toMatchObject({ text: "(có thể đã nhận)\nA|B|C", short: "(có thể đã nhận)\nabc" });
  });
});
