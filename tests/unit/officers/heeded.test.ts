import { expect, test } from "vitest";
import { answerTitle, heeded } from "../../../src/officers/desk/heeded.ts";
import { eventWords } from "../../../src/officers/desk/words.ts";
import type { TicketEvent } from "../../../src/tickets/index.ts";

const events = (...kinds: string[]): TicketEvent[] =>
  kinds.map((kind, nth) => ({ kind, at: nth, data: {} }) as unknown as TicketEvent);
const names = { unit: (id: string) => `Đơn vị ${id}`, person: (id: string) => `Cán bộ ${id}` };

test.each([
  [["opened", "take", "draft", "send_back"], ["send_back"]],
  [["opened", "take", "draft", "send_back", "draft"], []],
  [
    ["opened", "answer", "object", "reopen", "assign", "draft"],
    ["object", "reopen"],
  ],
  [["opened", "answer", "object", "reopen", "assign", "draft", "approve"], []],
  [
    ["opened", "return", "assign", "ask_citizen", "supply", "extend"],
    ["return", "supply"],
  ],
])("after %j somebody must know of %j", (kinds, told) => {
  expect(heeded(events(...kinds)).map(({ kind }) => kind)).toEqual(told);
});

test.each([
  [["opened", "take", "draft"], "Dự thảo trả lời"],
  [["opened", "take", "draft", "send_back"], "Dự thảo trả lời"],
  [["opened", "draft", "approve"], "Nội dung trả lời"],
  [["opened", "answer", "object"], "Nội dung trả lời"],
  [["opened", "answer", "object", "reopen", "take"], "Trả lời lần trước"],
  [["opened", "answer", "object", "reopen", "draft"], "Dự thảo trả lời"],
])("after %j the text is called %j", (kinds, title) => {
  expect(answerTitle(events(...kinds))).toBe(title);
});

test.each([
  ["assign", { department: "kt", assignee: "hoa", because: "vì đường" }, "cho Đơn vị kt, Cán bộ hoa · vì đường"],
  ["assign", { department: "kt" }, "cho Đơn vị kt"],
  ["reminder", { rung: "tre-2", name: "Trễ 2 ngày làm việc" }, "Trễ 2 ngày làm việc"],
  ["apologise", { reason: "Mưa lũ", newDate: "2026-12-08" }, "Mưa lũ · hẹn trả lời 8/12/2026"],
  ["object", { reason: "chưa sửa", text: "chưa sửa" }, "chưa sửa"],
  ["take", {}, ""],
])("the history says of %s with %j: %s", (kind, data, words) => {
  expect(eventWords({ kind, data }, names)).toBe(words);
});
