import { type Hit, isCode, type Question } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import { weigh } from "./decision.ts";
import { familyOf, isUsual, isWhollySaid, type NamedFamily } from "./families.ts";
import { knownProbability } from "./known.ts";
import { shortName } from "./names.ts";
import { optionsOf } from "./options.ts";
import { type Asked, type Holdings, type Meant, NOTHING_SAID, type Option, type Talk } from "./reading.ts";
import { tellingIn, tellingShare, tellsDeath } from "./telling.ts";

/** Which record a question is about, or that it is about several, or that we cannot tell. */
export type Match =
  | { readonly kind: "one"; readonly code: string }
  /** `family`: the wording is one that fits all of them (knowledge/families.yaml). */
  | { readonly kind: "unsure"; readonly codes: readonly [string, string, ...string[]]; readonly family?: string }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "none" };

export const LIMITS = {
  /** From this probability on, a matter that is named but not held is about what was asked: its directions are given. */
  known: 0.52,
  /** How far behind the first, on the re-ranker's scale, a choice may be and still be offered. */
  offered: 0.75,
  choices: 4,
} as const;

/**
 * Of all that was spoken of, offered and found, and of asking back and holding nothing of it, the reading that weighs most
 * (ADR 0040, 0051). A code that is written out is meant; so is the one procedure that is called just so.
 */
export function chooseMatch(asked: Asked, catalogue: Holdings, talk: Talk = NOTHING_SAID): Match {
  const { question, hits } = asked;
  const procedures = hits.filter((hit) => hit.kind === "procedure");
  const family = familyOf(question, hits, catalogue);
  const [first] = procedures;
  const outright = saidOutright(question, hits, family, catalogue);
  if (outright) return outright;
  const meant: Meant =
    family && isOtherDeath(family, asked, catalogue, talk)
      ? { kind: "ask" }
      : likeliest(asked, catalogue, talk, family);
  switch (meant.kind) {
    case "procedure":
      return { kind: "one", code: meant.code };
    case "ask":
      return settledBy(
        talk.offered?.codes ?? [],
        offerFamily(question, procedures, family) ??
          offer(procedures) ??
          (first ? { kind: "one", code: first.id } : { kind: "none" }),
      );
    case "elsewhere":
      return unlessHeld(question, first, elsewhere(question, hits), hits);
    default:
      return meant satisfies never;
  }
}

/** What would be asked back again, where one choice of it and no other was offered before: that one answers both. */
function settledBy(offered: readonly string[], match: Match): Match {
  if (match.kind !== "unsure") return match;
  const [common, ...others] = match.codes.filter((code) => offered.includes(code));
  return common && others.length === 0 ? { kind: "one", code: common } : match;
}

/**
 * Somebody has died, and what would be asked back of it by itself has nothing to do with what was just offered: no choice is made
 * ("ba tôi mới mất, giờ làm giấy gì" while papers are offered that may be lost).
 */
function isOtherDeath(family: NamedFamily, asked: Asked, catalogue: Holdings, { offered }: Talk): boolean {
  if (!offered || !tellsDeath(asked.question)) return false;
  if (offered.codes.some((code) => family.members.includes(code))) return false;
  return likeliest({ ...asked, hitsInContext: [] }, catalogue, NOTHING_SAID, family).kind === "ask";
}

function likeliest(asked: Asked, catalogue: Holdings, talk: Talk, family: NamedFamily | undefined): Meant {
  const weighed = talk.offered || talk.topics.length > 0 ? weigh.inTalk : weigh.byItself;
  const options = optionsOf(asked, catalogue, talk, family);
  const sums = options.map(({ features }) => weighed(features));
  return (options[sums.indexOf(Math.max(...sums))] as Option).meant;
}

/** What is meant whatever else speaks for another reading. */
function saidOutright(
  question: Question,
  hits: readonly Hit[],
  family: NamedFamily | undefined,
  catalogue: Holdings,
): Match | undefined {
  const [written] = question.codes.filter((code) => catalogue.head(code) !== undefined);
  const code = written ?? (family && isUsual(family, question) ? family.members[0] : undefined);
  if (code !== undefined) return { kind: "one", code };
  const told = offerTold(question, hits, catalogue);
  if (told) return told;
  const procedures = hits.filter((hit) => hit.kind === "procedure");
  const [first] = procedures;
  return first && isNamedAlone(question, hits, procedures, family, catalogue)
    ? { kind: "one", code: first.id }
    : undefined;
}

/** "bố mất bên Lào" after "khai tử": what is told decides which procedure it is, so it is asked about whatever is spoken of. */
function offerTold(question: Question, hits: readonly Hit[], catalogue: Holdings): Match | undefined {
  const said = ` ${fold(question.query.all.join(" "))} `;
  const isTold = ({ id, kind, features }: Hit) =>
    kind === "family" &&
    features.alias > TOLD &&
    catalogue.family(id)?.told?.some((wording) => said.includes(` ${fold(wording)} `)) === true;
  const family = familyOf(question, hits.filter(isTold), catalogue);
  const [a, b, ...rest] = family?.members ?? [];
  return family && a && b ? { kind: "unsure", codes: [a, b, ...rest], family: family.hit.id } : undefined;
}
/** Share of a wording. */
const TOLD = 0.3;

/** On the re-ranker's scale: a family that the first hit is not of is offered when it is named this much more closely. */
const NEAR = 0.3;

/** What was said is what one procedure is called, and nothing else goes by it. */
const isNamedAlone = (
  question: Question,
  [top]: readonly Hit[],
  [first, second]: readonly Hit[],
  family: NamedFamily | undefined,
  catalogue: Pick<Holdings, "head">,
): boolean =>
  first !== undefined &&
  first === top &&
  ((first.features.exact === 1 && second?.features.exact !== 1 && !isOnlyTheKind(question, first, family)) ||
    (first.features.called === 1 &&
      second?.features.called !== 1 &&
      !(family && isWhollySaid(family, question)) &&
      beginsName(question, catalogue.head(first.id)?.name ?? "")));

/** "chứng thực chữ ký": what people call it is how its long official name begins. */
const beginsName = (question: Question, name: string): boolean =>
  words(fold(shortName(name)))
    .join(" ")
    .startsWith(tellingIn(question).map(fold).join(" "));

/** "tạm trú": the wording of a family, and of the procedure's name only what all of the family have. */
const isOnlyTheKind = (question: Question, { features }: Hit, family: NamedFamily | undefined): boolean =>
  family !== undefined && features.named < NAMED_WHOLE && isWhollySaid(family, question);
const NAMED_WHOLE = 0.9;

/** On the re-ranker's scale: what is found as close as this to the first is offered beside the family named. */
const BESIDE = 0.15;

/** Those of the family that fit the words best, when it is what was said, or the first procedure is one of it or named much less closely. */
function offerFamily(
  question: Question,
  procedures: readonly Hit[],
  family: NamedFamily | undefined,
): Match | undefined {
  const [first] = procedures;
  if (!family || !first) return undefined;
  const isMeant = family.members.includes(first.id) || isWhollySaid(family, question);
  if (!isMeant && family.hit.score < first.score + NEAR) return undefined;
  const whole = isWhollySaid(family, question);
  const isOffered = ({ id, score }: Hit) => family.members.includes(id) || score >= first.score - BESIDE;
  // Of a kind named and no more search tells nothing: the usual ones come first.
  const found = whole ? [] : procedures.filter(isOffered).map(({ id }) => id);
  const members = [...new Set([...found, ...family.members])];
  // The likeliest of all stands among them, whatever family it is of.
  const [a, b, ...rest] = members.includes(first.id)
    ? members.slice(0, LIMITS.choices)
    : [...members.slice(0, LIMITS.choices - 1), first.id];
  return a && b ? { kind: "unsure", codes: [a, b, ...rest], family: family.hit.id } : undefined;
}

/** The directions to whoever handles it, where it is named. */
function elsewhere(question: Question, hits: readonly Hit[]): Match {
  const top = hits.find(({ kind }) => kind === "outside");
  if (!top || knownProbability(question, [top, ...hits.filter((hit) => hit !== top)]) < LIMITS.known)
    return { kind: "none" };
  const matter = isCode(top.id) ? (directedNear(hits, top) ?? top) : top;
  const { named, alias } = matter.features;
  // To say the name of a procedure we do not hold, it must have been named, not only touched.
  return isCode(matter.id) && named < 0.5 && alias < 0.4 ? { kind: "none" } : { kind: "outside", id: matter.id };
}

/**
 * A wording of what is held says most of the question and no less than any of the matter it would be sent elsewhere for ("mất hộ chiếu, xã có
 * nhận báo không": the passport is the province's, the report of its loss is not). A long tale shares words with many.
 */
function unlessHeld(question: Question, first: Hit | undefined, match: Match, hits: readonly Hit[]): Match {
  if (!first || match.kind !== "outside" || isCode(match.id) || tellingShare(question) === 1) return match;
  const { features: other, score } = hits.find(({ id }) => id === match.id) ?? first;
  const { alias, asked } = first.features;
  const isHeld = alias > HELD && alias > other.alias && asked >= other.asked && first.score > score - CLOSE;
  return isHeld ? { kind: "one", code: first.id } : match;
}
const HELD = 0.5;
/** On the re-ranker's scale. */
const CLOSE = 0.2;

/** A matter with directions is better than the bare word that we do not have it. */
function directedNear(hits: readonly Hit[], top: Hit): Hit | undefined {
  return hits.find(
    (hit) =>
      hit.kind === "outside" &&
      !isCode(hit.id) &&
      top.score - hit.score < 0.4 &&
      (hit.features.named > 0.4 || hit.features.alias > 0.2),
  );
}

/** A choice must account for this share of what the first accounts for: else it only shares a word with the question. */
const ACCOUNTS = 0.6;

/** The first and its close neighbours, to choose from; undefined when it has none. */
function offer(procedures: readonly Hit[]): Match | undefined {
  const best = procedures[0]?.score ?? 0;
  const asked = procedures[0]?.features.asked ?? 0;
  const [a, b, ...rest] = procedures
    .filter((hit) => best - hit.score < LIMITS.offered && hit.features.asked >= ACCOUNTS * asked)
    .slice(0, LIMITS.choices);
  return a && b ? { kind: "unsure", codes: [a.id, b.id, ...rest.map((hit) => hit.id)] } : undefined;
}
