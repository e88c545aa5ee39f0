import type { LanguageModel, PlainAnswer } from "../answers/index.ts";
import { FIELDS, WITHHELD_REASONS } from "../catalogue/index.ts";
import type { ChannelName, InboundMessage, Reply, Wording } from "../messages/index.ts";
import type { Turn } from "./model.ts";

export interface RephrasePorts {
  readonly wording: Wording;
  /** Absent: answers go out as composed. */
  readonly languageModel?: Pick<LanguageModel, "phrase"> | undefined;
}

/** Channels that show the full form of a reply; the others have forms of their own that no model touches. */
const SHOWS_TEXT: readonly ChannelName[] = ["zalo", "zalo-bot", "botframework", "web", "console"];

/** Lets the language model word an answer more kindly, where there is one. Everything else about the turn stays as decided. */
export async function rephrase(
  turn: Turn,
  message: InboundMessage,
  { languageModel, wording }: RephrasePorts,
): Promise<Turn> {
  const answers = turn.replies.filter((reply) => reply.key === "tra_loi");
  const name = turn.trace.receipts?.find((receipt) => receipt.field === "name")?.text;
  const [answer] = answers;
  if (!languageModel || !answer || answers.length > 1 || !name) return turn;
  if (turn.trace.outcome !== "answered" || !SHOWS_TEXT.includes(message.from.channel)) return turn;
  const text = await languageModel.phrase(plainOf(answer, name, wording));
  if (text === undefined) return turn;
  return { ...turn, replies: turn.replies.map((reply) => (reply === answer ? { ...reply, text } : reply)) };
}

function plainOf(answer: Reply, name: string, wording: Wording): PlainAnswer {
  return {
    text: answer.text,
    name,
    headings: Object.fromEntries(
      FIELDS.map((field) => [field, wording.text(`phan.${field}`)]),
    ) as PlainAnswer["headings"],
    refusals: WITHHELD_REASONS.map((reason) => wording.text(`im_lang.${reason}`)),
  };
}
