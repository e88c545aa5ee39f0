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
  { today }: QuestionPorts,
): { readonly said: Aside; readonly facets: readonly Field[] } | undefined {
  const { question, practical, understood } = input.whole;
  const follows = input.state.topics[0] === procedure.code;
  const leans = follows && facets.length === 0 && tellingWords(question) > 0 && !isNamedAnew(procedure, input.whole);
  const isAmount = practical.some(({ id }) => id === AMOUNT);
  const isSaidSo = (facet: Field) => facet === "conditions" || (isAmount && facet === "result");
  // Who opens with a part of the record wants that part.
  const opens = understood.asks && facets.every(isSaidSo);
  const asked = follows ? practical : practical.filter((one) => opens && !isOfName(one, procedure));
  if (!leans && asked.length === 0) return undefined;
  const passages = passagesOf(procedure, question, asked, { today, page: 0 });
  const others = asked.length > 0 ? facets.filter((facet) => !isSaidSo(facet)) : facets;
  // A decision is no answer to how much money it brings.
  if (passages.length === 0)
    return leans || isAmount ? { said: { passages, isAlone: true }, facets: others } : undefined;
  return { said: { passages, isAlone: others.length === 0 && follows }, facets: others };
}
/** In practicalities.yaml: how much money is received, which records seldom say. */
const AMOUNT = "duoc_bao_nhieu_tien";

/** "hàng hóa được miễn thuế" is what the procedure is about. */
function isOfName({ isAsked }: Practicality, { name }: Procedure): boolean {
  const said = ` ${words(name).join(" ")} `;
  return isAsked(said) || isAsked(fold(said));
}

const isNamedAnew = ({ code }: Procedure, { question, hits }: Part): boolean =>
  question.codes.length > 0 || (hits.find(({ id }) => id === code)?.features.asked ?? 0) > NAMED_ANEW;
/** Share of the words asked for that the record's own name and wordings hold. */
const NAMED_ANEW = 0.6;
