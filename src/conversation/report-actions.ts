import type { Wording } from "../messages/index.ts";
import { localPhone } from "../text/index.ts";
import type { RecordType } from "../tickets/index.ts";
import { placeWithPin } from "./attached.ts";
import { draftOf, recordTypeOf } from "./draft.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import type { Action, ActionResult, Saved } from "./flow/advance.ts";
import { statusReply } from "./follow-up.ts";
import { reportIntents } from "./meant-as-report.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import { caseActions } from "./own-case.ts";
import { isToBeShown, keptParts, nextReport, OF_ONE_REPORT, partsIn, settleParts, shownParts } from "./parts.ts";
import { isNowhere } from "./proposal.ts";
import { readContact } from "./sender.ts";
import { toldNumbers } from "./told-numbers.ts";
import { FEEDBACK_RECORD } from "./understand.ts";
import { placeAnswered, placeChosen, placeInReport, placeShown, whereIn } from "./whereabouts.ts";
import { withdrawalActions } from "./withdrawal.ts";
import { signedBy, withoutSender } from "./without-sender.ts";

/** The actions flows may name, each with all its outcomes: what the linter checks flows against. */
export const ACTION_OUTCOMES = {
  read_content: ["place-known", "place-unknown", "place-ambiguous", "place-unlisted", "place-elsewhere"],
  read_place: ["place-known", "place-unknown", "place-ambiguous", "place-unlisted", "place-elsewhere"],
  settle_place: ["place-known", "place-ambiguous", "place-elsewhere"],
  change_content: ["ok"],
  describe: ["ok"],
  count_parts: ["one", "several"],
  settle_parts: ["agreed", "changed", "none"],
  open_ticket: ["opened", "more"],
  skip_report: ["none", "more"],
  find_ticket: ["found", "prove", "unknown"],
  withdraw_ticket: ["done", "gone"],
  add_to_case: ["done", "gone"],
  withdraw_case: ["done", "gone"],
  object_to_answer: ["done", "gone"],
} as const satisfies Record<string, readonly string[]>;

export function flowActions(
  input: TurnInput,
  ports: FeedbackPorts,
): Record<keyof typeof ACTION_OUTCOMES, Action<TurnCommand>> {
  return {
    read_content: (saved) => readContent(saved, input, ports),
    read_place: (saved) => placeAnswered(saved, ports),
    settle_place: (saved) => placeChosen(saved, ports, ports.province),
    ...caseActions(input, ports),
    ...withdrawalActions(input, ports),
    change_content: ({ content_new: content = "" }) => ({ outcome: "ok", saved: { content }, forget: ["content_new"] }),
    describe: (saved) => described(saved, input, ports),
    count_parts: (saved) => ({ outcome: isToBeShown(saved) ? "several" : "one" }),
    settle_parts: (saved) => partsSettled(saved, input),
    open_ticket: (saved) => ({ ...onward(saved, "opened"), commands: [openTicket(saved, input, ports)] }),
    skip_report: (saved) => onward(saved, "none"),
    find_ticket: (saved) => {
      const { ticket } = input.found;
      if (ticket) return { outcome: "found", replies: [statusReply(ticket, input.found, ports)] };
      return { outcome: saved["digits"] === undefined ? "prove" : "unknown" };
    },
  };
}

/** The list put right: shown again, or the first of its reports begun. */
function partsSettled(saved: Saved, input: TurnInput): ActionResult<TurnCommand> {
  const intents = input.whole.understood.sightings.map(({ intent }) => intent);
  const isSaid = intents.some((intent) => intent in FEEDBACK_RECORD);
  const { parts, agreed } = settleParts(saved, (before) => (isSaid ? recordTypeOf(intents) : before));
  const first = nextReport(parts);
  if (!first) return { outcome: "none" };
  if (agreed) return { outcome: "agreed", saved: first };
  return { outcome: "changed", saved: keptParts(parts), forget: ["parts_answer"] };
}

/** From one report to the next that was told with it; who sends it is known. */
function onward(saved: Saved, done: "opened" | "none"): ActionResult<TurnCommand> {
  const next = nextReport(partsIn(saved));
  return next ? { outcome: "more", saved: next, forget: OF_ONE_REPORT } : { outcome: done };
}

/** Takes from the report what it already says: who sends it, its kind, and where it happened. */
function readContent(given: Saved, input: TurnInput, ports: FeedbackPorts): ActionResult<TurnCommand> {
  const sender = senderOf(given);
  const read = contentRead({ ...given, ...sender }, input, ports);
  return { ...read, saved: { ...sender, ...read.saved } };
}

/** Who says so in the report itself is not asked again. */
function senderOf({ contact, content = "" }: Saved): Saved {
  const by = contact === undefined ? signedBy(content) : undefined;
  return by ? { contact: by.contact, content: by.rest } : {};
}

function contentRead(saved: Saved, input: TurnInput, ports: FeedbackPorts): ActionResult<TurnCommand> {
  // A question happened nowhere.
  if (saved["record_type"] === "hoi_dap") return { outcome: "place-known" };
  const intents = input.whole.understood.sightings.map(({ intent }) => intent);
  const isSaid = intents.some((intent) => intent in FEEDBACK_RECORD);
  const kind: Saved = isSaid ? { record_type: recordTypeOf(hidingConduct(intents, input)) } : {};
  const place = placeInReport(saved, ports);
  const { record_type = saved["record_type"] } = kind;
  const { content = "" } = saved;
  const isKnown =
    isNowhere(content, record_type === "kien_nghi") ||
    OF_THE_OFFICE.has(record_type ?? "") ||
    isOfNamedUnit(record_type, content, ports);
  const isAsked = place.outcome !== "place-unknown" || !isKnown;
  return { ...place, outcome: isAsked ? place.outcome : "place-known", saved: { ...kind, ...place.saved } };
}

/** What reads like a denunciation hides its writer from the unit, whatever phrase of another report stands in it. */
function hidingConduct(intents: readonly string[], { whole }: TurnInput): readonly string[] {
  const [first] = reportIntents(whole, intents);
  return first === "pakn_hanh_vi" ? [first, ...intents] : intents;
}

/** A dossier lies where it was handed in, thanks go to who served them and a rule holds everywhere: where it happened is not asked for. */
const OF_THE_OFFICE: ReadonlySet<string> = new Set<RecordType>(["ho_so_tre", "khen_gop_y", "pakn_quy_dinh"]);

/** "cán bộ một cửa xã hách dịch": how people of a unit behaved was where that unit is. */
const isOfNamedUnit = (recordType: string | undefined, content: string, { accusesUnit }: FeedbackPorts): boolean =>
  recordType === "pakn_hanh_vi" && accusesUnit(content);

/** A case without a name holds its sender's in no other field either; what was taken out is shown to be missing. */
function described(given: Saved, input: TurnInput, ports: FeedbackPorts): ActionResult<TurnCommand> {
  const saved = unsigned(given, input);
  const key =
    saved["content"] === given["content"] && saved["place"] === given["place"] ? undefined : "da_bo_nguoi_gui";
  const isUnnamed = readContact(saved["contact"] ?? "", input.message).anonymous;
  const holdsNumber = isUnnamed && toldNumbers(saved["content"] ?? "").phone !== null;
  const notes = [key, holdsNumber ? "noi_dung_con_so" : undefined].flatMap((one) => one ?? []);
  return {
    outcome: "ok",
    saved: { ...saved, ...describe(saved, input, ports) },
    replies: notes.map((one) => ports.wording.say(one)),
  };
}

function unsigned(saved: Saved, { message }: TurnInput): Saved {
  if (!readContact(saved["contact"] ?? "", message).anonymous) return saved;
  // As it was shown before they chose to stay unnamed, and the number they write from.
  const known = [...(saved["sender"] ?? "").split(", "), readContact("", message).phone ?? ""];
  const cleaned = ["content", "place"].flatMap((name) =>
    saved[name] === undefined ? [] : [[name, withoutSender(saved[name], known)]],
  );
  return { ...saved, ...Object.fromEntries(cleaned) };
}

/** What the confirmation shows; long words are cut for reading, never for keeping. */
function describe(saved: Saved, input: TurnInput, ports: FeedbackPorts): Saved {
  const recordType = (saved["record_type"] ?? "hien_truong") as RecordType;
  const route = ports.route(recordType, saved["content"] ?? "", saved["place"], whereIn(saved, ports));
  const contact = readContact(saved["contact"] ?? "", input.message);
  return {
    place_shown: placeShown(saved, ports, ports.wording),
    route_name: route.department ? ports.departmentName(route.department) : ports.wording.text("noi_phan_loai"),
    sender: contact.anonymous
      ? ports.wording.text("an_danh")
      : [contact.name, contact.phone && localPhone(contact.phone)].filter(Boolean).join(", "),
  };
}

function openTicket(given: Saved, input: TurnInput, ports: FeedbackPorts): TurnCommand {
  const saved = unsigned(given, input);
  const recordType = (saved["record_type"] ?? "hien_truong") as RecordType;
  const contact = readContact(saved["contact"] ?? "", input.message);
  const place = {
    words: placeWithPin(saved["place"], saved, ports.wording),
    where: whereIn(saved, ports),
    unit: saved["place_unit"],
    former: saved["place_former"],
    because: saved["place_because"],
  };
  const draft = draftOf(input.message, recordType, saved["content"] ?? "", place, contact, ports);
  return { kind: "open_ticket", draft, sayOpened: "phieu_da_mo" };
}

export function flowValues(saved: Saved, wording: Wording): Record<string, string> {
  const content = saved["content"] ?? "";
  const parts = shownParts(saved, wording);
  return {
    loai: wording.has(`loai.${saved["record_type"]}`) ? wording.text(`loai.${saved["record_type"]}`) : "",
    noi_dung: content.length > 200 ? `${content.slice(0, 199)}…` : content,
    dia_ban: placeWithPin(saved["place_shown"] ?? saved["place"], saved, wording) || wording.text("dia_ban_chua_neu"),
    ten_dia_ban: saved["place_name"] ?? "",
    tinh: saved["province"] ?? "",
    nguoi_gui: saved["sender"] ?? "",
    noi_xu_ly: saved["route_name"] ?? "",
    ma_phieu: saved["code"] ?? "",
    so_y: String(partsIn(saved).length),
    cac_y: parts.full,
    cac_y_ngan: parts.short,
  };
}
