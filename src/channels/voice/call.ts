import type { InboundMessage, Reply } from "../../messages/index.ts";
import type { Accept } from "../channel.ts";
import { type CallRequest, type Place, START } from "./parse.ts";
import { hintsOf, type Plan } from "./plan.ts";
import type { Reading, VoicePorts } from "./ports.ts";
import { speakable } from "./speakable.ts";

/** What one call is answered with. */
export interface CallDesk extends VoicePorts {
  readonly accept: Accept;
  /** Counts what could not be kept. */
  readonly notKept: () => void;
  readonly now: () => number;
  /** An officer's telephone, E.164; without it a person is asked to call back. */
  readonly transferNumber: string | undefined;
  readonly limits: CallLimits;
}

/** Milliseconds; together well below the 15 seconds after which Twilio hangs up. */
export interface CallLimits {
  readonly keepWithin: number;
  readonly answerWithin: number;
}

/** Below this what was heard is read back before it counts. */
const CLEAR_ENOUGH = 0.6;
const MOST_READ_BACKS = 2;
const MOST_SILENCES = 3;
const MOST_UNCLEAR = 2;
const MOST_WAITS = 3;
const MOST_FAILURES = 2;
const FOR_A_PERSON = "gặp cán bộ";

/** Decides what a caller hears next. The same request leads to the same answer however often it comes. */
export async function planFor(request: CallRequest, desk: CallDesk): Promise<Plan> {
  const { place } = request;
  try {
    await within(desk.limits.keepWithin, desk.calls.begin(request.call, desk.now()));
    if (place.nth === 0) return greeting(await desk.calls.leftOff(request.call), desk);
    if (place.dialled) return await afterDialling(request, desk);
    if (place.waited > 0) return await answered(messageOf(request, "", desk), request, desk);
    return await heard(request, desk);
  } catch {
    desk.notKept();
    return notKept(place, desk);
  }
}

/** While an administrator keeps calls off: an officer where one can be reached, and a caller in danger hears whom to call. */
export function planWhileOff(request: CallRequest, desk: Pick<CallDesk, "say" | "transferNumber">): Plan {
  const { place } = request;
  if (request.wasConnected) return { kind: "hang_up", say: spoken([desk.say("tam_biet")]) };
  const off = spoken([desk.say("goi.dang_tat")]);
  if (desk.transferNumber === undefined || place.dialled) return { kind: "hang_up", say: off };
  const say = [...off, ...spoken([desk.say("goi.noi_may")])];
  return { kind: "transfer", say, number: desk.transferNumber, next: { ...calm(place), dialled: true } };
}

function greeting(leftOff: Reply | undefined, desk: CallDesk): Plan {
  const next = { ...START, nth: 1 };
  if (!leftOff) return asking([desk.say("goi.chao"), desk.say("goi.can_gi")], next);
  return asking([desk.say("goi.chao"), desk.say("hien_co_viec_do"), leftOff], next);
}

async function heard(request: CallRequest, desk: CallDesk): Promise<Plan> {
  const { text, keys, place, confidence } = request;
  if (text === "") return silence(request, desk);
  if (keys === "0") return officer(request, desk);
  if (keys === "*") return again(request, desk);
  const reading = desk.reads(text);
  const confirmed = place.readBack > 0 ? await afterReadBack(reading, request, desk) : undefined;
  if (confirmed) return confirmed;
  const isClear = confidence === null || confidence >= CLEAR_ENOUGH || reading.isUrgent;
  if (!isClear && place.readBack < MOST_READ_BACKS) return readBack(request, desk);
  return reading.wantsPerson ? officer(request, desk) : turn(text, request, desk);
}

/** Undefined when the caller neither agreed nor disagreed, but said something else. */
async function afterReadBack({ isRight }: Reading, request: CallRequest, desk: CallDesk): Promise<Plan | undefined> {
  const { keys, place, call } = request;
  const answer = keys === "1" ? true : keys === "2" ? false : isRight;
  const before = answer ? await desk.calls.heard(call.callSid, place.nth) : undefined;
  if (before !== undefined) return turn(before, request, desk);
  return answer === undefined ? undefined : asking([desk.say("goi.noi_lai")], calm(place));
}

/** The same answer is waited for, and what went wrong before is forgotten. */
const calm = (place: Place): Place => ({ ...START, nth: place.nth, unclear: place.unclear });

async function readBack({ call, place, text }: CallRequest, desk: CallDesk): Promise<Plan> {
  await within(desk.limits.keepWithin, desk.calls.keepHeard(call.callSid, place.nth, text));
  const words = { ...desk.say("goi.nghe_la"), text, spoken: `${text}.` };
  return asking([desk.say("goi.nghe_la"), words, desk.say("goi.nghe_dung_khong")], {
    ...calm(place),
    readBack: place.readBack + 1,
  });
}

async function silence(request: CallRequest, desk: CallDesk): Promise<Plan> {
  const { place } = request;
  const silent = place.silent + 1;
  if (silent >= MOST_SILENCES) return { kind: "hang_up", say: spoken([desk.say("goi.het_im_lang")]) };
  const next = { ...place, silent };
  if (silent === MOST_SILENCES - 1) return asking([desk.say("goi.im_lang_moi_can_bo")], next);
  return asking([desk.say("goi.chua_nghe"), ...(await lastSaid(request, desk)).slice(-1)], next);
}

/** "*": the last answer once more. */
async function again(request: CallRequest, desk: CallDesk): Promise<Plan> {
  return asking(await lastSaid(request, desk), { ...calm(request.place), readBack: request.place.readBack });
}

async function lastSaid(request: CallRequest, desk: CallDesk): Promise<readonly Reply[]> {
  const { place } = request;
  if (place.readBack > 0) return [desk.say("goi.nghe_dung_khong")];
  if (place.nth < 2) return [desk.say("goi.can_gi")];
  const before = { ...request, place: { ...place, nth: place.nth - 1 } };
  const replies = await desk.repliesTo(messageOf(before, "", desk), 0);
  return replies === "late" || replies.length === 0 ? [desk.say("goi.can_gi")] : replies;
}

function officer(request: CallRequest, desk: CallDesk): Plan | Promise<Plan> {
  const { place } = request;
  if (desk.transferNumber === undefined) return turn(request.keys ? FOR_A_PERSON : request.text, request, desk);
  const next = { ...calm(place), dialled: true };
  return { kind: "transfer", say: spoken([desk.say("goi.noi_may")]), number: desk.transferNumber, next };
}

/** Nobody answered: a person is asked to call back. */
async function afterDialling(request: CallRequest, desk: CallDesk): Promise<Plan> {
  if (request.wasConnected) return { kind: "hang_up", say: spoken([desk.say("tam_biet")]) };
  const plan = await turn(FOR_A_PERSON, request, desk);
  return { ...plan, say: [...spoken([desk.say("goi.khong_noi_may")]), ...plan.say] };
}

async function turn(text: string, request: CallRequest, desk: CallDesk): Promise<Plan> {
  const message = messageOf(request, text, desk);
  await within(desk.limits.keepWithin, desk.accept(message));
  return answered(message, request, desk);
}

/** The id is the call's and the turn's: a request that comes twice is one message. */
function messageOf({ call, place }: CallRequest, text: string, desk: CallDesk): InboundMessage {
  const providerId = `${call.callSid}:${place.nth}`;
  return { providerId, from: call.from, sentAt: desk.now(), text, attachments: [], live: true };
}

async function answered(message: InboundMessage, { place, call }: CallRequest, desk: CallDesk): Promise<Plan> {
  const replies = await desk.repliesTo(message, desk.limits.answerWithin);
  const next = { ...START, nth: place.nth + 1 };
  if (replies === "late") {
    const waited = place.waited + 1;
    if (waited > MOST_WAITS) return asking([desk.say("goi.con_cho")], next);
    return { kind: "wait", say: spoken([desk.say("goi.xin_cho")]), next: { ...START, nth: place.nth, waited } };
  }
  if (replies.some(({ key }) => key === "tam_biet")) return { kind: "hang_up", say: spoken(replies) };
  const unclear = replies.some(({ key }) => UNCLEAR.has(key)) ? place.unclear + 1 : 0;
  return asking([...withoutIntroduction(replies), ...besides(replies, call.from.id, unclear, desk)], {
    ...next,
    unclear,
  });
}

/** The greeting has said who speaks. */
const withoutIntroduction = (replies: readonly Reply[]) => replies.filter(({ key }) => key !== "gioi_thieu");

/** Replies whose codes and lists nobody can write down by ear; they follow by SMS. */
export const IN_WRITING: ReadonlySet<string> = new Set(["tra_loi", "phieu_da_mo", "da_chuyen_can_bo"]);

/** Nothing more is asked after these. */
const DONE: ReadonlySet<string> = new Set([
  ...IN_WRITING,
  ...[
    "phieu_an_danh_da_mo",
    "trang_thai_phieu",
    "da_huy",
    "da_bo_sung",
    "da_rut",
    "da_ghi_khong_dong_y",
    "khong_thay_phieu",
  ],
  ...["chi_duong", "gio_lam_viec", "gio_lam_viec_chua_co", "dia_chi", "lien_he", "lien_he_chua_co", "cam_on"],
]);

/** The caller was not understood. */
const UNCLEAR: ReadonlySet<string> = new Set([
  ...["khong_ro", "khong_co_trong_danh_muc", "hoi_thu_tuc_nao", "noi_dung_qua_ngan"],
  ...["dia_ban_chua_ro", "lien_he_chua_ro", "xac_nhan_chua_ro", "ma_phieu_chua_ro", "xac_thuc_chua_ro"],
]);

/** What the caller should know besides: what follows by SMS, that nobody can call a hidden number, how to go on. */
function besides(replies: readonly Reply[], caller: string, unclear: number, desk: CallDesk): Reply[] {
  const keys = replies.map(({ key }) => key);
  const said: string[] = [];
  if (keys.some((key) => IN_WRITING.has(key)) && desk.canText(caller)) said.push("goi.se_nhan_tin");
  if (keys.includes("da_chuyen_can_bo") && !caller.startsWith("+")) said.push("goi.so_an");
  if (unclear >= MOST_UNCLEAR) said.push("goi.moi_can_bo");
  if (DONE.has(keys.at(-1) ?? "")) said.push("goi.con_gi");
  return said.map(desk.say);
}

function notKept(place: Place, desk: CallDesk): Plan {
  const failed = place.failed + 1;
  if (failed < MOST_FAILURES)
    return asking([desk.say("goi.chua_ghi")], { ...calm(place), nth: Math.max(1, place.nth), failed });
  return { kind: "hang_up", say: spoken([desk.say("goi.goi_lai_sau")]) };
}

function asking(replies: readonly Reply[], next: Place): Plan {
  return { kind: "ask", say: spoken(replies), hints: hintsOf(replies), next };
}

const spoken = (replies: readonly Reply[]): string[] =>
  replies.map((reply) => speakable(reply.spoken ?? reply.text)).filter(Boolean);

/** A store that does not answer must not keep a caller in silence. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("no answer in time")), limitMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
