import type { Request, Response } from "express";
import {
  CHANGE_WORDS,
  dayOf,
  eventsOf,
  type HistoryStep,
  historyOf,
  listStarts,
  PART_WORDS,
  type PartState,
  RULE_WORDS,
  readBy,
  usedAt,
  versionsOf,
} from "../../../catalogue/index.ts";
import { printInstant } from "../../../tickets/index.ts";
import type { ConsolePorts } from "../../ports.ts";
import { show } from "../../screens/http.ts";

const asked = (value: unknown) => (typeof value === "string" ? value.normalize("NFC").trim() : "");

/** What one record said through its versions, newest first; with `ngay`, which of them held on that day. */
export async function showHistory({ db }: ConsolePorts, request: Request, response: Response): Promise<void> {
  const form = { code: asked(request.query["code"]), day: asked(request.query["ngay"]) };
  const [events, records, starts] = await Promise.all([
    eventsOf(db, form.code),
    versionsOf(db, form.code),
    listStarts(db),
  ]);
  const day = dayOf(form.day);
  const problems: Record<string, string> = {
    ...(events.length === 0 ? { code: "Chưa lần nhập nào có mã thủ tục này." } : {}),
    ...(form.day !== "" && day?.length !== 10 ? { ngay: "Ghi ngày, ví dụ 1/9/2025." } : {}),
  };
  const isWrong = Object.keys(problems).length > 0;
  const then =
    day !== undefined && !isWrong
      ? { read: readBy(day, events), used: usedAt(Date.parse(`${day}T23:59:59.999+07:00`), events, starts) }
      : undefined;
  const data = {
    form,
    problems,
    name: [...records.values()].at(-1)?.name ?? "",
    steps: historyOf(events, records).map(stepView).reverse(),
    then,
  };
  show(request, response, { title: "Lịch sử thủ tục", view: "record-history", data, status: isWrong ? 422 : 200 });
}

function stepView({ event, parts }: HistoryStep) {
  return {
    at: printInstant(event.at),
    what: CHANGE_WORDS[event.kind],
    version: event.version,
    checkedOn: event.checkedOn,
    source: event.source,
    undone: event.undoneAt === null ? "" : printInstant(event.undoneAt),
    parts: parts.map(({ part, before, after, removed, added }) => ({
      title: PART_WORDS[part],
      removed: [...silence(before), ...removed],
      added: [...silence(after), ...added],
    })),
  };
}

const silence = ({ reason }: PartState): string[] =>
  reason === undefined ? [] : [`(không nói: ${(RULE_WORDS as Readonly<Record<string, string>>)[reason] ?? reason})`];
