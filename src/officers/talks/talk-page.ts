import type { Floor, PastFloor } from "../../outbox/index.ts";
import { printInstant } from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { isDesk } from "../desk/viewer.ts";
import { SOURCE_NAMES } from "../desk/words.ts";
import type { ConversationLine } from "../ports.ts";

/** A talk is followed by who has it, and by those who sort for all units. */
export const mayFollow = (officer: Officer, floor: Floor): boolean => floor.officerId === officer.id || isDesk(officer);

export interface TalkLine {
  readonly id: string;
  readonly channel: string;
  readonly holder: string;
  readonly since: string;
  readonly isAlarmed: boolean;
  readonly isReminded: boolean;
}

export function talkLine(floor: Floor, officers: readonly Officer[]): TalkLine {
  return {
    id: floor.id,
    channel: SOURCE_NAMES[floor.to.channel],
    holder: holderOf(floor, officers),
    since: printInstant(floor.takenAt),
    isAlarmed: floor.alarmedAt !== null,
    isReminded: floor.remindedAt !== null,
  };
}

function holderOf({ officerId }: Floor, officers: readonly Officer[]): string {
  if (officerId === null) return "Người trực trên màn hình của nhà cung cấp";
  return officers.find(({ id }) => id === officerId)?.displayName ?? "Cán bộ đã rời hệ thống";
}

export interface TalkPage extends TalkLine {
  readonly isOver: boolean;
  /** True when this officer may write now. */
  readonly isMine: boolean;
  /** What was settled when this talk was given back; empty before. */
  readonly summary: string;
  /** What was settled in talks with the same person before, latest first. */
  readonly before: readonly { readonly at: string; readonly holder: string; readonly summary: string }[];
  readonly lines: readonly {
    readonly at: string;
    readonly who: string;
    readonly isUs: boolean;
    readonly text: string;
  }[];
}

const SPEAKERS: Readonly<Record<ConversationLine["who"], string>> = {
  citizen: "Người dân",
  us: "Chúng tôi",
  call_caller: "Người gọi",
  call_agent: "Tổng đài",
};

export function talkPage(facts: {
  readonly floor: PastFloor;
  readonly before: readonly PastFloor[];
  readonly lines: readonly ConversationLine[];
  readonly officers: readonly Officer[];
  readonly officer: Officer;
}): TalkPage {
  const { floor, before, lines, officers, officer } = facts;
  return {
    ...talkLine(floor, officers),
    isOver: floor.isOver,
    isMine: !floor.isOver && floor.officerId === officer.id,
    summary: floor.summary,
    before: before.map((past) => ({
      at: printInstant(past.endedAt ?? past.takenAt),
      holder: holderOf(past, officers),
      summary: past.summary,
    })),
    lines: lines.map((line) => ({
      at: printInstant(line.at),
      who: SPEAKERS[line.who],
      isUs: line.who === "us",
      text: line.text,
    })),
  };
}
