import type { InboundMessage, SpokenTurn } from "../messages/index.ts";
import { placeIn } from "./intake.ts";
import { nameAnswered } from "./name-answered.ts";
import { type Contact, readContact } from "./sender.ts";
import { stayingUnnamed } from "./unnamed.ts";

/** A field of a ticket and the lines of the transcript it was taken from, by their index. */
export type FieldLines = Readonly<Record<string, readonly number[]>>;

/** What a written-down call says of itself, each with the lines it stands in. */
export interface CallFacts {
  readonly place: string | undefined;
  readonly contact: Contact;
  readonly lines: FieldLines;
  /** Why a person has to listen before anything is routed; undefined when it was heard well. */
  readonly doubt: string | undefined;
}

type Call = NonNullable<InboundMessage["call"]>;

/** Reads a call. Nobody can be asked back, so only what stands in a line is taken. */
export function callFacts(message: InboundMessage, call: Call): CallFacts {
  const said = saidByCaller(call.turns);
  const place = placeIn(message.text);
  const parts = place?.split(", ") ?? [];
  const named = firstIn(said, NAME) ?? nameAnswered(call.turns, said);
  const phone = call.callerNumber ? undefined : firstIn(said, PHONE);
  const known = readContact(phone?.text ?? "", message);
  const isUnnamed = said.some(({ text }) => stayingUnnamed(text) !== undefined);
  const lines = {
    content: said.filter(({ text }) => text !== "").map(({ index }) => index),
    ...(place && {
      place: said.filter(({ text }) => parts.some((part) => text.includes(part))).map(({ index }) => index),
    }),
    ...(named && !isUnnamed && { name: [named.index] }),
    ...(phone && !isUnnamed && { phone: [phone.index] }),
  };
  const contact = isUnnamed ? NOBODY : { name: named?.text ?? null, phone: known.phone, anonymous: false };
  return { place, contact, lines, doubt: doubtOf(said) };
}

const NOBODY: Contact = { name: null, phone: null, anonymous: true };

/** A file that does not tell speakers apart may hold the caller in any of its turns. */
function saidByCaller(turns: readonly SpokenTurn[]): readonly SpokenTurn[] {
  const caller = turns.filter(({ speaker }) => speaker === "caller");
  return caller.length > 0 ? caller : turns.filter(({ speaker }) => speaker === "unknown");
}

/** "tôi tên là Nguyễn Văn A": unasked, only a name written as one is sure to be one. */
const NAME =
  /(?:tên(?: (?:tôi|em|cháu|mình))?(?: là)?|(?:tôi|em|cháu|mình|tui) (?:tên )?là)\s+(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}*){1,4})/u;
const PHONE = /((?:\+?84|0)(?:[\s.-]?\d){8,10})(?!\d)/;

function firstIn(turns: readonly SpokenTurn[], pattern: RegExp): { text: string; index: number } | undefined {
  for (const { text, index } of turns) {
    const found = pattern.exec(text)?.[1];
    if (found) return { text: found, index };
  }
  return undefined;
}

/** Heard worse than this, a person listens first. */
const WELL_HEARD = 0.6;
const NUMBER_WORDS =
  /(?:(?<!\p{L})(?:không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|trăm|nghìn|ngàn|triệu)(?!\p{L})\s*){2,}/iu;

/** The mean below 0.6, or a line with figures below it. Recognisers that do not measure say nothing either way. */
function doubtOf(turns: readonly SpokenTurn[]): string | undefined {
  const measured = turns.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  const mean = measured.reduce((sum, one) => sum + one, 0) / measured.length;
  if (measured.length > 0 && mean < WELL_HEARD)
    return `Bản ghi nghe chưa rõ (độ tin cậy trung bình ${inVietnamese(mean)}): cần người nghe lại trước khi chuyển.`;
  const unsure = turns.find(
    ({ text, confidence }) =>
      confidence !== null && confidence < WELL_HEARD && (/\d/.test(text) || NUMBER_WORDS.test(text)),
  );
  return unsure && `Dòng ${unsure.index + 1} có con số mà nghe chưa rõ: cần người nghe lại trước khi chuyển.`;
}

const inVietnamese = (share: number) => share.toFixed(2).replace(".", ",");
