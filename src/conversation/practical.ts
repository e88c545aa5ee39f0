import { type Aside, passagesOf, tellingWords } from "../answers/index.ts";
import type { Field, Practicality, Procedure } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import type { Part, TurnInput } from "./model.ts";
import type { QuestionPorts } from "./question-turns.ts";

/**
 * A practical question ("ông nội đi làm được không") is answered with the record's own sentences; where it follows on the record and asks
 * for no part, with nothing else: nobody reads the same page twice.
 */
export function practicalAside(
  procedure: Procedure,
  facets: readonly Field[],
  input: TurnInput,
  { today, wording }: QuestionPorts,
): { readonly said: Aside; readonly facets: readonly Field[] } | undefined {
  const { question, understood } = input.whole;
  const follows = input.state.topics[0] === procedure.code && !input.state.offered;
  const leans = follows && facets.length === 0 && tellingWords(question) > 0 && !isNamedAnew(procedure, input.whole);
  const { asked, others } = askedBesides(procedure, facets, input, follows);
  if (!leans && asked.length === 0) return undefined;
  // A decision is no answer to how much money it brings, and the office's days none to those the citizen has.
  const isNoPart = asked.some(({ insteadOf, unsaid }) => insteadOf.length > 0 || unsaid);
  // What somebody tells shares words with many a sentence of the record.
  const isTold =
    asked.length === 0 && !understood.asks && !ASKS_FOR.test(` ${words(fold(input.whole.text)).join(" ")} `);
  const passages = isTold ? [] : passagesOf(procedure, question, asked, { today, page: 0 });
  if (passages.length > 0) {
    const isAlone = others.length === 0 && (follows || isNoPart);
    return { said: { passages, isAlone }, facets: others };
  }
  if (!leans && !isNoPart) return undefined;
  const unsaid = isTold ? wording.text("tra_loi.hieu_roi") : asked.find((one) => one.unsaid)?.unsaid;
  return { said: { passages, isAlone: others.length === 0, unsaid }, facets: others };
}

/** Words that ask, though without accents they may tell as well: what is quoted for nothing does less harm than a sentence not quoted. */
const ASKS_FOR = / (?:may|bao nhieu|nhieu|gi|chi|nao|dau|mo|sao|rang|ai|chua|khong|ko|k|hong|hay) /;

/** What is asked that is no part of a record, and the parts asked for besides: "trước mấy ngày phải báo" does not ask for the office's. */
function askedBesides(procedure: Procedure, facets: readonly Field[], { whole }: TurnInput, follows: boolean) {
  const { practical, understood } = whole;
  const mistaken = new Set<Field>(["conditions", ...practical.flatMap(({ insteadOf }) => insteadOf)]);
  const isAsked = understood.asks || practical.some(({ insteadOf }) => insteadOf.some((part) => facets.includes(part)));
  // Who opens with a part of the record wants that part.
  const opens = isAsked && facets.every((facet) => mistaken.has(facet));
  // Who may do it at all, and what it costs to be late, is wanted beside any part.
  const isWanted = ({ unsaid }: Practicality) => opens || unsaid !== undefined;
  const asked = follows ? practical : practical.filter((one) => isWanted(one) && !isOfName(one, procedure));
  return { asked, others: asked.length > 0 ? facets.filter((facet) => !mistaken.has(facet)) : facets };
}

/** "hàng hóa được miễn thuế" is what the procedure is about. */
function isOfName({ isAsked }: Practicality, { name }: Procedure): boolean {
  const said = ` ${words(name).join(" ")} `;
  return isAsked(said) || isAsked(fold(said));
}

/** The name is said again, or a wording of it; what merely happens to stand in some wording ("mất ở bệnh viện") is more about the same. */
function isNamedAnew({ code }: Procedure, { question, hits }: Part): boolean {
  const found = hits.find(({ id }) => id === code)?.features;
  return (
    question.codes.length > 0 || (found !== undefined && Math.max(found.exact, found.named, found.alias) > NAMED_ANEW)
  );
}
const NAMED_ANEW = 0.5;
