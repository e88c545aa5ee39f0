import { dayInWords } from "../answers/index.ts";
import type { Overrides } from "../catalogue/index.ts";
import type { Department } from "../departments/index.ts";
import type { Reply, Wording } from "../messages/index.ts";
import { isSurelyNamed } from "./context.ts";
import type { Turn, TurnInput } from "./model.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

export interface OfficePorts {
  readonly wording: Wording;
  readonly officeName: string;
  /** Where and when papers are taken in, as decided; null where nobody has filled it in. */
  readonly oneStop: Overrides["one_stop"];
  /** The unit a text names, if it is not the office itself. */
  readonly unitNamed: (text: string) => Department | undefined;
}

type LocalText = NonNullable<Overrides["one_stop"]["address"]>;

/** "mấy giờ xã làm việc", "địa chỉ ủy ban ở đâu", "xin số công an xã": what the office has published about itself, or that it has not. */
export function officeTurn(input: TurnInput, intents: readonly string[], ports: OfficePorts): Turn | undefined {
  const intent = intents.find((one) => one === "gio_lam_viec" || one === "lien_he");
  const [best] = input.whole.hits;
  // "giờ làm việc mà không có ai" is no question about hours.
  if (!intent || intents.some((one) => one in FEEDBACK_RECORD)) return undefined;
  if (best?.kind === "procedure" && isSurelyNamed(best)) return undefined;
  const told = intent === "gio_lam_viec" ? hours(ports) : contact(input.message.text, ports);
  const trace = told.isKnown
    ? ({ intent, outcome: "directions" } as const)
    : ({ intent, outcome: "refused", reason: "not_a_procedure" } as const);
  return { state: input.state, replies: [told.reply], commands: [], trace };
}

/** What is said, and whether it is the thing asked for. */
interface Told {
  readonly reply: Reply;
  readonly isKnown: boolean;
}

function hours({ wording, oneStop, officeName }: OfficePorts): Told {
  return oneStop.hours
    ? { reply: wording.say("gio_lam_viec", { gio: oneStop.hours.text, ...sourceOf(oneStop.hours) }), isKnown: true }
    : { reply: wording.say("gio_lam_viec_chua_co", { don_vi: officeName }), isKnown: false };
}

const sourceOf = ({ decision, source, checked_on }: LocalText) => ({
  so: decision,
  nguon: source,
  ngay: dayInWords(checked_on),
});

function contact(text: string, { wording, oneStop, officeName, unitNamed }: OfficePorts): Told {
  const unit = unitNamed(text);
  if (!unit && oneStop.address) {
    const values = { dia_chi: oneStop.address.text, ...sourceOf(oneStop.address) };
    return { reply: wording.say("dia_chi", values), isKnown: true };
  }
  const known = [unit?.phone, unit?.address].filter(Boolean).join(", ");
  return unit && known
    ? { reply: wording.say("lien_he", { don_vi: unit.name, lien_he: known }), isKnown: true }
    : { reply: wording.say("lien_he_chua_co", { don_vi: unit?.name ?? officeName }), isKnown: false };
}
