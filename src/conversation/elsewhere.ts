import type { Wording } from "../messages/index.ts";
import type { Province } from "../places/index.ts";
import { fold, words } from "../text/index.ts";
import type { Turn, TurnInput } from "./model.ts";

/** Names the province a text speaks of as the place of a matter, if it is not the office's own. */
export type Elsewhere = (text: string) => string | undefined;

const folded = (text: string) => words(fold(text)).join(" ");

/** Names are common words too ("hòa bình", "long an"): only one that stands after a word for a place counts. */
const PLACE = "(?:o|tai|tinh|thanh pho|tp|ben|trong|ngoai|duoi|tren|ve|vao|xuong)";

export function createElsewhere(provinces: readonly Province[], own: string): Elsewhere {
  const others = provinces
    .filter(({ name }) => name !== own)
    .map(({ name, former, also }) => {
      const ways = [name, ...former, ...also].map(folded).sort((a, b) => b.length - a.length);
      return { name, pattern: new RegExp(` ${PLACE} (?:tinh |thanh pho |tp )?(?:${ways.join("|")})(?= )`) };
    });
  return (text) => {
    const said = ` ${folded(text)} `;
    return others.find(({ pattern }) => pattern.test(said))?.name;
  };
}

export interface ElsewherePorts {
  readonly wording: Wording;
  readonly officeName: string;
  readonly elsewhere: Elsewhere;
}

/**
 * What the whole country does alike is answered wherever it is asked for. What a province decides, and what we do not know,
 * is not said for another one: the turn becomes a refusal that says whom to ask.
 */
export function notForElsewhere(turn: Turn, input: TurnInput, ports: ElsewherePorts): Turn {
  const { outcome, reason, facets = [] } = turn.trace;
  const isDecidedThere = outcome === "answered" && reason === "set_by_province" && facets.length === 1;
  const isUnknown = outcome === "refused" && (reason === "not_in_catalogue" || reason === "not_a_procedure");
  const isOfOffice = turn.trace.intent === "gio_lam_viec" || turn.trace.intent === "lien_he";
  const province = isDecidedThere || isUnknown || isOfOffice ? ports.elsewhere(input.message.text) : undefined;
  if (!province) return withPlaceNotes(turn, input, ports);
  const { receipts: _, ...trace } = turn.trace;
  return {
    ...turn,
    replies: [ports.wording.say("khac_tinh", { don_vi: ports.officeName, noi: province })],
    trace: { ...trace, outcome: "refused", reason: "other_province" },
  };
}

/** Who lives in another province, or means to go to a district office, is told so before they read on. */
function withPlaceNotes(
  turn: Turn,
  { message: { text } }: TurnInput,
  { wording, officeName, elsewhere }: ElsewherePorts,
) {
  const { intent, outcome } = turn.trace;
  if (intent !== "hoi_thu_tuc" || (outcome !== "answered" && outcome !== "clarify")) return turn;
  const said = ` ${folded(text)} `;
  const province = LIVES.test(said) && !AT_HOME.test(said) ? elsewhere(text) : undefined;
  const notes = [
    ...(province ? [wording.say("o_tinh_khac", { don_vi: officeName, noi: province })] : []),
    ...(goesToDistrict(text) ? [wording.say("cap_huyen_da_bo")] : []),
  ];
  return notes.length > 0 ? { ...turn, replies: [...notes, ...turn.replies] } : turn;
}

/** "Mẹ tôi ở Cà Mau" lives elsewhere, who asks does not. */
const LIVES =
  /(?:^| )(?:(?<! (?:me|ma|cha|bo|ba|ong|vo|chong|con|anh|chi|em|di|chu|bac) )|(?<= vo chong ))(?:toi|tui|em|con|chau|minh|nha (?:toi|tui|em|con|chau|minh)) (?:dang |hien )?(?:co |o )?(?:song |ngu |thuong tru |tam tru |ho khau |thue tro |tro )?(?:o|tai) (?:tinh |thanh pho |tp )?/;
/** What is wanted is wanted here: "sống ở Bình Dương, kết hôn ở quê". */
const AT_HOME = / (?:que|ve) /;

/** "lên huyện", "ủy ban huyện": a district office is meant, and not what one did there, or a hospital. */
const goesToDistrict = (text: string): boolean => {
  const said = ` ${folded(text)} `;
  return DISTRICT.test(said) && !BEFORE.test(said);
};
const DISTRICT =
  / (?:(?:len|ra|toi|den|xuong|nop(?: ho so)?(?: o| tai| len)?) huyen|(?:uy ban|uy ban nhan dan|ubnd|ub|mot cua|phong tu phap|phong noi vu|cong an) (?:cap )?(?:huyen|quan|thi xa)) /;
const BEFORE = / (?:hoi|luc|ngay) (?:truoc|xua|do)| (?:cu|roi) | nam (?:19|20)\d\d /;
