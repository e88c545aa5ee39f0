import type { Wording } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import { printInstant } from "../tickets/index.ts";
import type { RoutePorts } from "./draft.ts";
import type { Turn, TurnInput } from "./model.ts";

export interface OfferPorts extends RoutePorts {
  readonly wording: Wording;
  readonly topicName: (id: string) => string;
}

/**
 * A ticket that has just been opened, of a matter others reported too: they are told so and asked whether to follow it
 * together. Of the other report only what it is about and the day it came in are said.
 */
export function offering(input: TurnInput, ports: OfferPorts, turn: Turn): Turn {
  const { alike } = input.found;
  const at = turn.commands.findIndex(({ kind }) => kind === "open_ticket");
  const opened = turn.commands[at];
  // One question at a time: where more reports follow, theirs comes first.
  if (!alike || turn.state.flow || opened?.kind !== "open_ticket" || opened.draft.anonymous) return turn;
  const thenSay = ports.wording.say("co_phan_anh_tuong_tu", {
    chu_de: ports.topicName(opened.draft.topic ?? ""),
    ngay: printInstant(alike.ticket.createdAt).replace(/^\S+ /, ""),
  });
  const follow = { ticketId: alike.ticket.id, code: alike.ticket.code };
  return {
    ...turn,
    state: { ...turn.state, follow },
    commands: turn.commands.with(at, { ...opened, thenSay: [...(opened.thenSay ?? []), thenSay] }),
  };
}

const YES = new Set([
  "co",
  "co a",
  "da co",
  "vang",
  "dong y",
  "muon",
  "co muon",
  "ok",
  "oke",
  "uh",
  "u",
  "theo doi",
  "theo doi cung",
]);
const NO = new Set(["khong", "ko", "k", "thoi", "khong can", "khong a", "da khong", "khong muon"]);

/** The answer to that question; anything else said is taken for itself. */
export function asFollowing(input: TurnInput, ports: { readonly wording: Wording }): Turn | undefined {
  const { follow, ...left } = input.state;
  const said = fold(words(input.message.text).join(" "));
  const [own] = input.found.mine;
  if (!follow || !own || !(YES.has(said) || NO.has(said))) return undefined;
  const agrees = YES.has(said);
  return {
    state: left,
    replies: [ports.wording.say(agrees ? "da_ghi_theo_doi_cung" : "giu_phieu_rieng", { ma_phieu: own.code })],
    commands: agrees ? [{ kind: "wish_merge", ticketId: own.id, into: follow }] : [],
    trace: { intent: "theo_doi_cung", outcome: "ticket", recordType: own.recordType, department: own.department },
  };
}

/** The question is put once: whatever was said instead, it is over. */
export function withoutOffer(before: TurnInput["state"], turn: Turn): Turn {
  if (!before.follow || turn.state.follow !== before.follow) return turn;
  const { follow: _, ...state } = turn.state;
  return { ...turn, state };
}
