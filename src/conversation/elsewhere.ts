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
  if (!province) return turn;
  const { receipts: _, ...trace } = turn.trace;
  return {
    ...turn,
    replies: [ports.wording.say("khac_tinh", { don_vi: ports.officeName, noi: province })],
    trace: { ...trace, outcome: "refused", reason: "other_province" },
  };
}
