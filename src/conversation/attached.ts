import { isFetched } from "../attachments/index.ts";
import type { Attachment, Wording } from "../messages/index.ts";
import { isOver, type Ticket } from "../tickets/index.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { repeatQuestion, type Saved } from "./flow/advance.ts";
import type { Turn, TurnCommand, TurnInput } from "./model.ts";
import { say } from "./plain.ts";
import type { AttachedMessage, ConversationState } from "./state.ts";

const REPORT = "gui-phan-anh";
const HOUR_MS = 3_600_000;
/** What was sent longer ago belongs to something else. */
const FRESH_MS = 24 * HOUR_MS;
/** A picture right after a report belongs to it. */
const RIGHT_AFTER_MS = HOUR_MS;
const MOST_MESSAGES = 20;

/** What a message brings for officers to look at; undefined when it brings nothing of the kind. */
export function broughtBy(id: string, at: number, attachments: readonly Attachment[]): AttachedMessage | undefined {
  const sent = attachments.filter(isFetched);
  const pictures = sent.filter(({ kind }) => kind === "image").length;
  return sent.length > 0 ? { id, at, pictures, others: sent.length - pictures } : undefined;
}

/** "1 ảnh", "1 ảnh và 2 tệp". */
function countWords(messages: readonly AttachedMessage[], wording: Wording): string {
  const sum = (of: (message: AttachedMessage) => number) => messages.reduce((total, one) => total + of(one), 0);
  const counts = [
    ["so_anh", sum(({ pictures }) => pictures)],
    ["so_tep", sum(({ others }) => others)],
  ] as const;
  return counts
    .flatMap(([key, count]) => (count > 0 ? [wording.text(key, { so: String(count) })] : []))
    .join(` ${wording.text("va")} `);
}

/** A pinned place as officers read it: degrees north and east, six decimals. */
export function pinIn(attachments: readonly Attachment[]): string | undefined {
  const pin = attachments.find(
    ({ kind, latitude, longitude }) => kind === "location" && isOnEarth(latitude, longitude),
  );
  return pin && `${pin.latitude?.toFixed(6)}, ${pin.longitude?.toFixed(6)}`;
}

const isOnEarth = (latitude = Number.NaN, longitude = Number.NaN): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

/** A place in words together with the one pinned. */
export function placeWithPin(place: string | undefined, { coordinates }: Saved, wording: Wording): string | undefined {
  if (coordinates === undefined) return place;
  const pinned = wording.text("vi_tri_ghim", { vi_tri: coordinates });
  return place === undefined ? pinned : `${place} (${pinned})`;
}

/** The input with a place pinned in it where the report under way, or the next one, finds it. */
export function withPin(input: TurnInput): TurnInput {
  const pin = pinIn(input.message.attachments);
  if (pin === undefined) return input;
  const { flow } = input.state;
  const state: ConversationState =
    flow?.flow === REPORT
      ? { ...input.state, flow: { ...flow, saved: { ...flow.saved, coordinates: pin } } }
      : { ...input.state, pin: { text: pin, at: input.message.sentAt } };
  return { ...input, state };
}

/** A message without words: pictures, files, a place, a voice, a sticker. */
export function wordlessTurn(input: TurnInput, ports: FeedbackPorts): Turn {
  const { wording } = ports;
  const brought = input.attached ?? [];
  if (isVoiceAlone(input)) return asked(input, ports, "chua_doc_duoc");
  if (brought.length > 0) return filesTurn(input, countWords(brought, wording), ports);
  if (pinIn(input.message.attachments)) return pinTurn(input, ports);
  const key = input.message.attachments.some(({ kind }) => kind === "sticker") ? "chi_bieu_tuong" : "chua_doc_duoc";
  return asked(input, ports, input.message.attachments.length > 0 ? key : "khong_ro");
}

const isVoiceAlone = ({ message: { attachments } }: TurnInput): boolean =>
  attachments.length > 0 && attachments.every(({ kind }) => kind === "audio");

/** Says a sentence, and once more what is waited for. */
function asked(input: TurnInput, ports: FeedbackPorts, key: string, values: Record<string, string> = {}): Turn {
  const turn = say(input, ports.wording.say(key, values), { intent: "khong_ro", outcome: "smalltalk" });
  return { ...turn, replies: [...turn.replies, ...questionAgain(input, ports)] };
}

function questionAgain(input: TurnInput, ports: FeedbackPorts): Turn["replies"] {
  const { flow } = input.state;
  return flow ? repeatQuestion(ports.flow(flow.flow), flow, ports.flowContext(input)) : [];
}

function filesTurn(input: TurnInput, gi: string, ports: FeedbackPorts): Turn {
  if (input.state.flow?.flow === REPORT) return asked(input, ports, "da_nhan_tep", { gi });
  const ticket = justSent(input);
  if (!ticket)
    return say(input, ports.wording.say("tep_ve_viec_gi", { gi }), { intent: "khong_ro", outcome: "clarify" });
  const text = ports.wording.text("gui_them_tep", { gi });
  return {
    state: input.state,
    replies: [ports.wording.say("tep_kem_phieu", { gi, ma_phieu: ticket.code })],
    commands: [{ kind: "note_ticket", ticket, text }],
    trace: {
      intent: "bo_sung_phieu",
      outcome: "ticket",
      recordType: ticket.recordType,
      department: ticket.department,
    },
  };
}

/** The report this person sent a moment ago, as long as somebody waits for what belongs to it. */
function justSent({ found, message }: TurnInput): Ticket | undefined {
  const [latest] = found.mine;
  const isOpen = latest && !isOver(latest.status) && latest.status !== "answered";
  return isOpen && Math.abs(message.sentAt - latest.createdAt) < RIGHT_AFTER_MS ? latest : undefined;
}

function pinTurn(input: TurnInput, ports: FeedbackPorts): Turn {
  const { flow } = input.state;
  if (flow?.flow !== REPORT)
    return say(input, ports.wording.say("vi_tri_ve_viec_gi"), { intent: "khong_ro", outcome: "clarify" });
  const isAskedFor = flow.step === "dia-ban";
  const trace = { intent: "phan_anh", outcome: "flow" } as const;
  if (isAskedFor) return say(input, ports.wording.say("hoi_dia_ban_kem_vi_tri"), trace);
  return { ...asked(input, ports, "da_nhan_vi_tri"), trace };
}

/** The turn with what was sent along put where it belongs: to the ticket it opens or adds to, else kept for the next one. */
export function withFiles(input: TurnInput, turn: Turn, wording: Wording): Turn {
  const brought = input.attached ?? [];
  const now = input.message.sentAt;
  const held = [...(input.state.attached ?? []), ...brought]
    .filter(({ at }) => now - at < FRESH_MS)
    .slice(-MOST_MESSAGES);
  const { attached: _, ...left } = withPinnedFlow(turn.state, now);
  const into = turn.commands.findIndex(({ kind }) => kind === "open_ticket" || kind === "note_ticket");
  const said = acknowledged(input, turn, into >= 0, wording);
  // Whoever takes a report back takes back what came with it.
  if (held.length === 0 || turn.trace.intent === "huy") return { ...said, state: left };
  if (into < 0) return { ...said, state: { ...left, attached: held } };
  const commands = turn.commands.map((command, nth) => (nth === into ? filedWith(command, held) : command));
  return { ...said, commands, state: left };
}

function filedWith(command: TurnCommand, held: readonly AttachedMessage[]): TurnCommand {
  if (command.kind !== "open_ticket" && command.kind !== "note_ticket") return command;
  return { ...command, attached: held.map(({ id }) => id) };
}

/** Says that what came with words has arrived; without words the turn itself was about it. */
function acknowledged(input: TurnInput, turn: Turn, isFiled: boolean, wording: Wording): Turn {
  const brought = input.attached ?? [];
  if (brought.length === 0 || input.message.text === "") return turn;
  const gi = countWords(brought, wording);
  if (isFiled || turn.state.flow?.flow === REPORT)
    return { ...turn, replies: [wording.say("da_nhan_tep", { gi }), ...turn.replies] };
  const isAnswer = turn.trace.outcome === "answered" || turn.trace.outcome === "clarify";
  return isAnswer ? { ...turn, replies: [...turn.replies, wording.say("tep_chua_xem", { gi })] } : turn;
}

/** A place pinned before the report was begun goes into it. */
function withPinnedFlow(state: ConversationState, now: number): ConversationState {
  const { pin, ...rest } = state;
  if (!pin) return state;
  if (now - pin.at >= FRESH_MS) return rest;
  const { flow } = state;
  if (flow?.flow !== REPORT) return state;
  return { ...rest, flow: { ...flow, saved: { coordinates: pin.text, ...flow.saved } } };
}
