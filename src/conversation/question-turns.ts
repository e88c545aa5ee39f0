import { type Answer, type Aside, choiceLabels, compose, shortName } from "../answers/index.ts";
import type { Catalogue, Field, Hit, LeftOut, Procedure, Question } from "../catalogue/index.ts";
import type { Reply, Wording } from "../messages/index.ts";
import { fitting } from "./brackets.ts";
import type { Turn, TurnInput } from "./model.ts";

export interface QuestionPorts {
  readonly wording: Wording;
  readonly officeName: string;
  readonly catalogue: Pick<Catalogue, "procedure" | "head" | "outside" | "leftOut" | "family" | "familiesOf">;
  /** A record an administrator has switched off: nothing of it is said. */
  readonly isWithheld: (code: string) => boolean;
  /** ISO date. */
  readonly today: string;
}

/** The ten best of the search, for the record. */
export function candidatesOf(hits: readonly Hit[]): string[] {
  return hits
    .filter(({ kind }) => kind !== "family")
    .slice(0, 10)
    .map(({ id }) => id);
}

/** The facets of a follow-up stay those of the question before when it names none ("còn tạm trú?"). */
export function answered(
  input: TurnInput,
  procedures: readonly [Procedure, ...Procedure[]],
  facets: readonly Field[],
  candidates: readonly string[],
  ports: QuestionPorts,
  page = 0,
  aside?: Aside,
): Turn {
  const silent = procedures.filter(({ code }) => ports.isWithheld(code)).map(({ name }) => name);
  const [first, ...others] = procedures.filter(({ code }) => !ports.isWithheld(code));
  const sorry = silent.map((name) => ports.wording.say("tam_dung_thu_tuc", { ten: shortName(name) }));
  if (!first) return refusal(input, sorry, "withheld", input.whole.question, candidates);
  const answer = compose([first, ...others], facets, ports.wording, {
    today: ports.today,
    page,
    ...(aside ? { aside } : {}),
  }) as Answer & {
    outcome: "answered";
  };
  const topics = [...answer.codes, ...input.state.topics.filter((code) => !answer.codes.includes(code))].slice(0, 6);
  const { offered: _, sentOn: __, ...kept } = input.state;
  return {
    state: { ...kept, topics, lastFacets: facets, page },
    replies: [...answer.replies, ...sorry],
    commands: [],
    trace: {
      intent: "hoi_thu_tuc",
      outcome: "answered",
      ...(answer.reason ? { reason: answer.reason } : {}),
      codes: answer.codes,
      candidates,
      facets: answer.facets,
      receipts: answer.receipts,
    },
  };
}

/** What a choice is put as: as its family has it, else by what tells its name from those of the others. */
export function labelsOf(
  codes: readonly string[],
  family: Family | undefined,
  catalogue: Pick<Catalogue, "head">,
): string[] {
  const names = choiceLabels(codes.map((code) => catalogue.head(code)?.name ?? code));
  return codes.map((code, i) => family?.choices[code] ?? names[i] ?? code);
}
type Family = ReturnType<QuestionPorts["catalogue"]["family"]>;

/**
 * Answers the one choice that fits the age or the years told ("cháu 8 tuổi"), else asks back: a family's own short question and
 * labels, or the names of those that are alike.
 */
export function askBack(
  input: TurnInput,
  { codes: all, family: id }: { readonly codes: readonly string[]; readonly family?: string },
  question: Question,
  candidates: readonly string[],
  ports: QuestionPorts,
): Turn {
  const family = id === undefined ? undefined : ports.catalogue.family(id);
  const { codes, labels } = fitting({ codes: all, labels: labelsOf(all, family, ports.catalogue) }, input.message.text);
  const only = codes.length === 1 ? ports.catalogue.procedure(codes[0] as string) : undefined;
  if (only) return answered(input, [only], question.facets, candidates, ports);
  const reply = family
    ? ports.wording.say("hoi_lai_nhom", { cau_hoi: family.ask }, labels)
    : ports.wording.say("hoi_lai_thu_tuc", {}, labels);
  return {
    state: { ...input.state, offered: { codes, labels, text: input.message.text, facets: question.facets } },
    replies: [reply],
    commands: [],
    trace: { intent: "hoi_thu_tuc", outcome: "clarify", codes, candidates, facets: question.facets },
  };
}

/** The choice is still open; what is wanted of it may be known by now. */
export function askAgain(offered: Offer, { state, whole }: TurnInput, ports: QuestionPorts): Turn {
  const { codes, labels } = offered;
  const facets = whole.question.facets.length > 0 ? whole.question.facets : offered.facets;
  return {
    state: { ...state, offered: { ...offered, facets } },
    replies: [ports.wording.say("hoi_lai_thu_tuc", {}, labels)],
    commands: [],
    trace: { intent: "hoi_thu_tuc", outcome: "clarify", codes, facets },
  };
}

type Offer = NonNullable<TurnInput["state"]["offered"]>;

export function outside(
  input: TurnInput,
  id: string,
  question: Question,
  candidates: readonly string[],
  ports: QuestionPorts,
): Turn {
  const sent = { ...input, state: { ...input.state, sentOn: id } };
  const published = ports.catalogue.leftOut.get(id);
  if (published) return refusal(sent, [leftOutReply(published, ports)], "not_in_catalogue", question, candidates);
  const matter = ports.catalogue.outside(id);
  if (!matter) return refused(input, question, candidates, ports);
  const key = matter.reason === "legal_advice" ? "khong_tu_van" : "chi_duong";
  return refusal(sent, [ports.wording.say(key, { chi_dan: matter.direction })], matter.reason, question, candidates);
}

/** "mất bao nhiêu tiền" after directions: of that matter nothing more is known here than who sees to it. */
export function sentOnAgain(input: TurnInput, ports: QuestionPorts): Turn | undefined {
  const { sentOn = "" } = input.state;
  const [code, matter] = [ports.catalogue.leftOut.get(sentOn), ports.catalogue.outside(sentOn)];
  const { question } = input.whole;
  if (code) return refusal(input, [leftOutReply(code, ports)], "not_in_catalogue", question, []);
  if (!matter) return undefined;
  const reply = ports.wording.say("van_noi_khac", { chi_dan: matter.direction });
  return refusal(input, [reply], matter.reason, question, []);
}

function leftOutReply({ code, name, agency }: LeftOut, { wording, officeName }: QuestionPorts): Reply {
  return wording.say("thu_tuc_noi_khac", {
    ten: shortName(name),
    ma: code,
    don_vi: officeName,
    noi_giai_quyet: agency ? wording.text("thu_tuc_noi_khac.noi_giai_quyet", { co_quan: agency }) : "",
  });
}

export function refused(
  input: TurnInput,
  question: Question,
  candidates: readonly string[],
  ports: QuestionPorts,
): Turn {
  return refusal(
    input,
    [ports.wording.say("khong_co_trong_danh_muc", { don_vi: ports.officeName })],
    "not_in_catalogue",
    question,
    candidates,
  );
}

function refusal(
  input: TurnInput,
  replies: readonly Reply[],
  reason: string,
  question: Question,
  candidates: readonly string[],
): Turn {
  return {
    state: input.state,
    replies,
    commands: [],
    trace: { intent: "hoi_thu_tuc", outcome: "refused", reason, codes: [], candidates, facets: question.facets },
  };
}
