import type { Floor } from "../../outbox/index.ts";
import { printInstant } from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { isDesk } from "../desk/viewer.ts";
import { SOURCE_NAMES } from "../desk/words.ts";
import type { ConversationLine } from "../ports.ts";

export type Talk = Floor & { readonly isOver: boolean; readonly endedAt: number | null };

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
  readonly floor: Talk;
  readonly lines: readonly ConversationLine[];
  readonly officers: readonly Officer[];
  readonly officer: Officer;
}): TalkPage {
  const { floor, lines, officers, officer } = facts;
  return {
    ...talkLine(floor, officers),
    isOver: floor.isOver,
    isMine: !floor.isOver && floor.officerId === officer.id,
    lines: lines.map((line) => ({
      at: printInstant(line.at),
      who: SPEAKERS[line.who],
      isUs: line.who === "us",
      text: line.text,
    })),
  };
}
