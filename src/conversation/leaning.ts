import { tellingWords } from "../answers/index.ts";
import type { Field } from "../catalogue/index.ts";
import { answerQuestion } from "./ask.ts";
import { surelyLeans } from "./leans.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import { answered, askAgain, type QuestionPorts, sentOnAgain } from "./question-turns.ts";
import { referenceIn } from "./reference.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

/** "cái thứ hai", "còn cái kia?": about what was spoken of, whatever the words would find by themselves. */
export function asPointer(input: TurnInput, _intents: readonly string[], ports: QuestionPorts): Turn | undefined {
  const { question } = input.whole;
  const reference = referenceIn(question.query.all, question.facets, input.state);
  if (!reference) return undefined;
  if (reference.kind === "lost") return askWhich(input, ports);
  const { offered: _, ...kept } = input.state;
  const query = { ...question.query, words: [], weights: [], implied: [], all: [] };
  const whole: Part = {
    ...input.whole,
    question: { ...question, query, facets: reference.facets, codes: [reference.code] },
    practical: [],
    hits: [],
    hitsInContext: [],
  };
  const topics = [reference.code, ...kept.topics.filter((code) => code !== reference.code)];
  const { order } = reference;
  const state = { ...kept, topics, ...(order.length > 1 ? { listed: order } : {}) };
  const result = answerQuestion({ ...input, state, whole, parts: [whole] }, ports);
  return result.kind === "turn" ? result.turn : undefined;
}

/** "phí bao nhiêu" out of the blue: of what? */
export function withoutMatter(input: TurnInput, intents: readonly string[], ports: QuestionPorts): Turn | undefined {
  const { facets, codes, query } = input.whole.question;
  if (hangsInTheAir(input)) return sentOnAgain(input, ports) ?? askWhich(input, ports);
  if (followsDirections(input)) return sentOnAgain(input, ports);
  if (intents.some((intent) => intent in FEEDBACK_RECORD || intent === "tra_cuu_ho_so")) return undefined;
  if (facets.length === 0 || codes.length > 0 || query.weights.includes(1) || query.implied.length > 0)
    return undefined;
  const { offered, topics } = input.state;
  if (offered && facets.every((facet) => SHORT.has(facet))) return ofEach(offered, input, ports);
  if (offered) return askAgain({ ...offered, facets }, input, ports);
  return topics.length === 0 ? (sentOnAgain(input, ports) ?? askWhich(input, ports)) : undefined;
}

/** "không về được thì sao" out of the blue: what its few words find by chance was not meant. */
const hangsInTheAir = ({ state: { topics, offered }, whole: { understood, practical, hits } }: TurnInput): boolean =>
  topics.length === 0 &&
  offered === undefined &&
  practical.length > 0 &&
  surelyLeans(understood.leaning) &&
  hits[0]?.features.exact !== 1 &&
  (hits[0]?.features.alias ?? 0) < WELL_CALLED.alias &&
  (hits[0]?.features.named ?? 0) < WELL_CALLED.named;
/** Shares of a wording and of a name: of 2,689 first questions put together by others 4 lean and call nothing so closely. */
const WELL_CALLED = { alias: 0.3, named: 0.6 } as const;

/** "thế còn ô tô", "cháu 4 tuổi" after directions: a word or two that call nothing closely are more of what was sent on. */
const followsDirections = ({ state: { topics, offered, sentOn }, whole: { question, hits } }: TurnInput): boolean =>
  sentOn !== undefined &&
  topics.length === 0 &&
  offered === undefined &&
  question.codes.length === 0 &&
  tellingWords(question) <= FEW &&
  (hits[0]?.features.alias ?? 0) < WELL_CALLED.alias &&
  (hits[0]?.features.named ?? 0) < WELL_CALLED.named;
const FEW = 2;

/** Parts said in a line or two: of each thing offered, rather than asking which once more. */
const SHORT: ReadonlySet<Field> = new Set<Field>(["fee", "time_limit"]);

/** "có mất tiền không" before the choice is made: of each, and the choice stays open. */
function ofEach(offered: Offer, input: TurnInput, ports: QuestionPorts): Turn | undefined {
  const { facets } = input.whole.question;
  const [first, ...others] = offered.codes.flatMap((code) => ports.catalogue.procedure(code) ?? []);
  if (!first) return undefined;
  const turn = answered(input, [first, ...others], facets, offered.codes, ports);
  return { ...turn, state: { ...turn.state, offered } };
}

type Offer = NonNullable<TurnInput["state"]["offered"]>;

const askWhich = ({ state, whole }: TurnInput, ports: QuestionPorts): Turn => ({
  state,
  replies: [ports.wording.say("hoi_thu_tuc_nao")],
  commands: [],
  trace: { intent: "hoi_thu_tuc", outcome: "clarify", codes: [], facets: whole.question.facets },
});
