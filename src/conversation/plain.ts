import { tellingWords } from "../answers/index.ts";
import type { Reply, Wording } from "../messages/index.ts";
import { fold, isSyllable, words } from "../text/index.ts";
import { dossierNumberIn } from "./dossier/number.ts";
import { dossierTurn } from "./dossier/turn.ts";
import type { Outcome, Part, Trace, Turn, TurnInput } from "./model.ts";
import { FEEDBACK_RECORD, type Sighting } from "./understand.ts";

interface PlainPorts {
  readonly wording: Wording;
}

/** Plain answers that need nothing but their wording: intent → wording, outcome, reason. */
const PLAIN: Readonly<Record<string, readonly [key: string, outcome: Outcome, reason?: string]>> = {
  tan_cong: ["tan_cong", "refused", "attack"],
  to_cao: ["huong_dan_to_cao", "directions"],
  khieu_nai: ["huong_dan_khieu_nai", "directions"],
  tra_cuu_ho_so: ["tra_cuu_ho_so", "directions"],
  xem_xoa_du_lieu: ["xem_xoa_du_lieu", "directions"],
  ngon_ngu_khac: ["ngon_ngu_khac", "refused", "other_language"],
  lua_dao: ["lua_dao", "directions"],
  dat_lich: ["dat_lich", "directions"],
  danh_gia: ["danh_gia", "directions"],
  tu_van_phap_ly: ["khong_tu_van_rieng", "refused", "legal_advice"],
  lam_gia: ["lam_gia", "refused", "not_a_procedure"],
  spam: ["quang_cao", "refused", "spam"],
  hoi_mien_phi_chung: ["hoi_mien_phi_chung", "clarify"],
  xuc_pham: ["xuc_pham", "refused", "abuse"],
  hoi_ve_bot: ["hoi_ve_bot", "smalltalk"],
  cam_on: ["cam_on", "smalltalk"],
  tam_biet: ["tam_biet", "smalltalk"],
  chao_hoi: ["chao_hoi", "smalltalk"],
  tro_chuyen: ["tro_chuyen", "smalltalk"],
};
/** Read as something that is answered with directions or a refusal. */
export const isSentOn = ({ intent }: Pick<Sighting, "intent">): boolean =>
  ["directions", "refused"].includes(PLAIN[intent]?.[1] ?? "");

export function plain(intent: string, input: TurnInput, ports: PlainPorts): Turn {
  const [key, outcome, reason] = PLAIN[intent] as (typeof PLAIN)[string];
  const turn = say(input, ports.wording.say(key), { intent, outcome, ...(reason ? { reason } : {}) });
  if (intent !== "to_cao" && intent !== "khieu_nai") return turn;
  return { ...turn, state: { ...turn.state, guided: intent }, trace: { ...turn.trace, recordType: intent } };
}

export const say = (input: TurnInput, reply: Reply, trace: Trace): Turn => ({
  state: input.state,
  replies: [reply],
  commands: [],
  trace,
});

/** "hồ sơ tới đâu rồi", or that of a procedure of which nothing is asked. */
export function askingForDossier(
  input: TurnInput,
  intents: readonly string[],
  ports: PlainPorts & { readonly today: string },
): Turn | undefined {
  const { dossier } = input.found;
  if (dossier && !intents.includes("ho_so_tre")) return dossierTurn(input, dossier, ports);
  const { facets, query } = input.whole.question;
  const isOnlyOfIt =
    facets.length === 0 || !query.weights.includes(1) || dossierNumberIn(input.message.text) !== undefined;
  const isSighted = intents.includes("tra_cuu_ho_so") && !intents.includes("ho_so_tre") && isOnlyOfIt;
  const isGoingOn = input.state.offered !== undefined || input.state.topics.length > 0;
  const isReported = intents.some((intent) => intent in FEEDBACK_RECORD);
  return isSighted || (!isGoingOn && !isReported && readsLike("status", input.whole))
    ? plain("tra_cuu_ho_so", input, ports)
    : undefined;
}

/**
 * From this share on a message is taken for what it reads like, without a phrase that says so. Of questions weighed by models that
 * never saw them 2 in 1,000 read so much like a dossier's state, 6 like talk, 3 like talk that asks; the most of all talk is short.
 */
const READS_LIKE = { status: 0.6, chat: 0.7, asking: 0.9, report: 0.7 } as const;
const readsLike = (
  sort: "status" | "chat" | "report",
  { understood }: Part,
  least: number = READS_LIKE[sort],
): boolean => (understood.sort?.[sort] ?? 0) >= least;

/** What is asked of the office itself; the procedure named beside it is only what it is about. */
const WISHES = new Set(["xem_xoa_du_lieu", "dat_lich", "tu_van_phap_ly"]);

export function wishing(input: TurnInput, intents: readonly string[], ports: PlainPorts): Turn | undefined {
  const wish = intents.find((intent) => WISHES.has(intent));
  return wish && input.whole.question.facets.length === 0 ? plain(wish, input, ports) : undefined;
}

/** Who is spoken to, and how: beside a courtesy they say nothing more. */
const ADDRESS = new Set(
  "em anh chi ban ad shop bot co chu bac minh nha nhe nghe nhen hen hi a da vang nhieu lam qua roi luon cac oi ne giup gium ai o do day khong hong hem ko ta the vay rua o mi eng bay gio thoi toi tui con chau hieu biet ro duoc tot on ok la thi ma roi xong can bo xa nghen he a ha nham".split(
    " ",
  ),
);

/** A word or two of courtesy and whom it is said to, or thanks with a word about the weather, that search would find something in by chance. */
export function asPleasantry(input: TurnInput, _intents: readonly string[], ports: PlainPorts): Turn | undefined {
  const { sightings } = input.whole.understood;
  const [first] = sightings;
  if (!first || !isChat(first)) return undefined;
  const said = words(input.message.text).map(fold);
  const courtesy = new Set(sightings.filter(isChat).flatMap(({ cue }) => words(cue).map(fold)));
  const isAll = said.every((word) => courtesy.has(word) || ADDRESS.has(word));
  return said.length <= 2 || isAll || isChatter(input) ? plain(first.intent, input, ports) : undefined;
}

/** "ui nhanh thế, cảm ơn ad": nothing is asked, wanted or told, and the words name no procedure. */
function isChatter({ whole, state }: TurnInput): boolean {
  const { understood, question, hits } = whole;
  const { sightings, asks, seeks, wants } = understood;
  // "đường sụt hết rồi, xã lo giùm được rồi"
  if (sightings.length > 0 && readsLike("report", whole)) return false;
  if (state.offered || asks || seeks || wants || question.facets.length > 0 || question.codes.length > 0) return false;
  const isCourtesy = sightings.every(isChat) && sightings.some(({ intent }) => SAYS_ALL.has(intent));
  return (isCourtesy || sightings.length === 0) && (hits[0]?.score ?? 0) < NAMES_A_MATTER;
}
/** Talk by what it reads like, without a phrase of one: what an officer waits for may read so too ("dạ trước nhà ông Năm ạ"), and comes first. */
export function asTalk(input: TurnInput, _intents: readonly string[], ports: PlainPorts): Turn | undefined {
  const { state, whole } = input;
  if (whole.understood.sightings.length > 0 || state.flow || state.topics.length > 0) return undefined;
  // "ờ thì là mà", "blup blap": filler and noise say nothing, and are asked about.
  const saysSomething = tellingWords(whole.question) > 0 && words(fold(whole.text)).some(isSyllable);
  const isTalk = saysSomething && readsLike("chat", whole) && (isChatter(input) || asksInTalk(input));
  return isTalk ? plain("tro_chuyen", input, ports) : undefined;
}

/** "bạn có biết hát không": asked of nobody's procedure. */
const asksInTalk = ({ whole, state }: TurnInput): boolean =>
  !state.offered &&
  whole.question.codes.length === 0 &&
  readsLike("chat", whole, READS_LIKE.asking) &&
  (whole.hits[0]?.score ?? 0) < NAMES_A_MATTER;

/** Whoever greets may go on to their matter; whoever thanks or takes leave has mostly done. */
const SAYS_ALL = new Set(["cam_on", "tam_biet"]);
/** On the re-ranker's scale: what chance words come to stays below it, a matter named in two words does not. */
const NAMES_A_MATTER = 1.4;

export const isChat = ({ intent }: { readonly intent: string }) => PLAIN[intent]?.[1] === "smalltalk";

export function asSmallTalk(input: TurnInput, intents: readonly string[], ports: PlainPorts): Turn | undefined {
  const chat = intents.find((intent) => intent in PLAIN);
  return chat ? plain(chat, input, ports) : undefined;
}
