import type { Wording } from "../messages/index.ts";
import { type Choice, type Found, fullName, type Places } from "../places/index.ts";
import { fold } from "../text/index.ts";
import { choiceNumber, saysUnknown } from "./flow/accept.ts";
import type { ActionResult, Saved } from "./flow/advance.ts";
import { placeIn } from "./intake.ts";
import { placeTold } from "./place-told.ts";
import { isContactOnly, saysWho } from "./sender.ts";

export interface PlacePorts {
  readonly places: Pick<Places, "find" | "unlisted" | "unit" | "isOwn">;
}

/** Today's commune and province of a matter, as far as known. */
export interface Where {
  readonly commune: string | null;
  readonly province: string | null;
}

/** What a flow keeps of a place: the citizen's words, the unit's id, the unit it was, and the choices of the question put. */
const NO_UNIT: Saved = { place_unit: "", place_former: "", place_because: "", place_open: "" };

/** As if nothing had been said of the place yet, and no question put about it. */
export const withoutPlace = (saved: Saved): Saved =>
  Object.fromEntries(Object.entries(saved).filter(([name]) => !name.startsWith("place")));

type Outcome = "place-known" | "place-unknown" | "place-ambiguous" | "place-unlisted" | "place-elsewhere";
export interface PlaceReading extends ActionResult<never> {
  readonly outcome: Outcome;
  readonly saved: Saved;
}

/** Where a report says it happened; what was known stays when it says nothing. */
export function placeInReport(saved: Saved, { places }: PlacePorts): PlaceReading {
  const content = saved["content"] ?? "";
  const found = places.find(content);
  const unlisted = saved["place_unlisted"] ? undefined : places.unlisted(content);
  if (unlisted) return inNoTable(content, unlisted);
  const words = wordsInReport(content, found);
  if (words === undefined)
    return saved["place"] === undefined
      ? { outcome: "place-unknown", saved: {} }
      : { outcome: "place-known", saved: {} };
  return settled(found, words, saved);
}

const OF_A_COMMUNE = /^(?:xã|phường|thị trấn|đặc khu)\s/iu;

/** The places as they were written; that of the commune as it was recognised, for in "xã bắt tôi" and "xã tuyên bình" one word tells nothing. */
function wordsInReport(content: string, found: Found): string | undefined {
  const commune = found.kind === "none" ? undefined : found.words;
  const spans = placeIn(content)?.split(", ") ?? [];
  const details = spans.filter((span) => !OF_A_COMMUNE.test(span)).map((span) => runningInto(commune, span, content));
  const isSaid = commune === undefined || details.some((span) => fold(span).includes(fold(commune)));
  return [...details, ...(isSaid ? spans.filter(isWrittenLarge) : [commune])].join(", ") || undefined;
}

/** "chợ mai" of "chợ mai hóa", where "mai hóa" is the commune. */
function runningInto(commune: string | undefined, span: string, content: string): string {
  if (commune === undefined) return span;
  const whole = `${span.replace(/\S+$/u, "")}${commune}`;
  return whole.startsWith(span) && content.includes(whole) ? whole : span;
}

/** "phường 5", "xã Mường Lát" */
const isWrittenLarge = (span: string): boolean => OF_A_COMMUNE.test(span) && /\s[\p{Lu}\d]/u.test(span);

/** The answer to "where is it?"; whatever it says is kept, though no unit be known by it. */
export function placeAnswered(saved: Saved, { places }: PlacePorts): PlaceReading {
  const words = saved["place"] ?? "";
  const before = saved["place_unlisted"];
  const found = places.find(words, { asked: true });
  if (before) return besideUnlisted(before, words, found);
  const unlisted = places.unlisted(words, { asked: true });
  return unlisted ? inNoTable(words, unlisted) : settled(found, words, saved);
}

/** A unit no table has may be of another province, or one the office has not loaded: which province it is in is asked for. */
function inNoTable(text: string, unlisted: string): PlaceReading {
  const details =
    placeIn(text)
      ?.split(", ")
      .filter((span) => !OF_A_COMMUNE.test(span)) ?? [];
  return {
    outcome: "place-unlisted",
    saved: { ...NO_UNIT, place_unlisted: [...details, unlisted].join(", "), place_name: unlisted },
    forget: ["place"],
  };
}

/** With its province, or still without one: then a person finds out whose it is. */
function besideUnlisted(before: string, words: string, found: Found): PlaceReading {
  const choice = found.kind === "ambiguous" ? found.choices.find(({ kind }) => kind === "province") : undefined;
  if (choice?.kind === "province")
    return { outcome: "place-elsewhere", saved: { place: before, province: choice.province } };
  if (found.kind === "other_province" || found.kind === "one") return settled(found, `${before} (${words})`, {});
  return {
    outcome: "place-known",
    saved: { ...NO_UNIT, place: words === "không rõ" ? before : `${before} (${words})` },
  };
}

function settled(found: Found, words: string, saved: Saved): PlaceReading {
  switch (found.kind) {
    case "one":
      return {
        outcome: "place-known",
        saved: {
          place: words,
          place_unit: found.unit.id,
          place_former: found.former?.name ?? "",
          place_because: found.because,
          place_open: "",
        },
      };
    case "other_province":
      return { outcome: "place-elsewhere", saved: { place: words, province: found.province } };
    case "ambiguous":
      // What was asked about is not asked about anew: a person reads the words.
      if (saved["place_asked"]) return { outcome: "place-known", saved: { ...NO_UNIT, place: words } };
      return { outcome: "place-ambiguous", saved: { ...NO_UNIT, place: words, ...questionOf(found) } };
    case "none":
      return { outcome: "place-known", saved: { ...NO_UNIT, place: words } };
    default:
      return found satisfies never;
  }
}

interface Offer {
  readonly label: string;
  /** A unit's id, or empty for a province. */
  readonly unit: string;
  readonly province: string;
  /** What it was called before, where it is offered by that; absent in flows begun before this was kept. */
  readonly former?: string;
}

function questionOf({ choices, question }: Extract<Found, { kind: "ambiguous" }>): Saved {
  return {
    place_asked: question.about,
    place_name: question.name,
    place_choices: JSON.stringify(choices.map((choice) => offerOf(choice, choices))),
  };
}

/** "xã Tân Thành", with the province where others are offered too; the old name where it was called by that. */
function offerOf(choice: Choice, all: readonly Choice[]): Offer {
  if (choice.kind === "province")
    return { label: `tỉnh, thành phố ${choice.province}`, unit: "", province: choice.province };
  const { unit, former } = choice;
  const provinces = new Set(all.map((one) => (one.kind === "unit" ? one.unit.province : one.province)));
  const before = former ? ` (${former.kind ?? "xã"} ${former.name} cũ)` : "";
  const label = `${fullName(unit)}${before}${provinces.size > 1 ? `, ${unit.province}` : ""}`;
  return { label, unit: unit.id, province: unit.province, ...(former && { former: former.name }) };
}

const offersIn = (saved: Saved): readonly Offer[] =>
  saved["place_choices"] ? (JSON.parse(saved["place_choices"]) as Offer[]) : [];

/** What the question about the place offers. */
export const offeredPlaces = (saved: Saved): readonly string[] => offersIn(saved).map(({ label }) => label);

/** The choice taken, by its number or in words. Where none was, it is asked once more; then a person decides. */
export function placeChosen(saved: Saved, { places }: PlacePorts, province: string): PlaceReading {
  const answer = saved["place_answer"] ?? "";
  const offers = offersIn(saved);
  const number = choiceNumber(answer, offers.length);
  const offer = number === undefined ? undefined : offers[number];
  if (offer) return byOffer(offer, saved, { places }, province);
  const named = places.find(answer, { asked: true });
  const together = places.find(`${saved["place_name"] ?? ""}, ${answer.replace(/^(?:ở|o|tại|tai)\s+/iu, "")}`, {
    asked: true,
  });
  const found = [together, named].find(({ kind }) => kind === "one" || kind === "other_province");
  return found ? settled(found, namedAnew(saved, answer), saved) : notChosen(saved, answer);
}

/** "quang ninh" and then "xa quang ninh" is one name, said more closely. */
function namedAnew(saved: Saved, answer: string): string {
  const { place: before = "", place_name: name = "" } = saved;
  return name && fold(answer).includes(fold(name)) ? before.replace(name, answer) : `${before} (${answer})`;
}

/** A name and a number belong to who reports: in the place the unit would read them. */
function notChosen(saved: Saved, answer: string): PlaceReading {
  const { place: before = "", place_again: again } = saved;
  const open: Saved = { ...NO_UNIT, place: before, place_open: "1" };
  if (isContactOnly(answer)) return { outcome: "place-known", saved: { ...open, contact: answer } };
  if (saysWho(answer) || saysUnknown(answer)) return { outcome: "place-known", saved: open };
  const isPlace = placeTold(answer) !== undefined || placeIn(answer) !== undefined;
  const place = isPlace || again ? `${before} (${answer})` : before;
  if (again) return { outcome: "place-known", saved: { ...open, place } };
  return { outcome: "place-ambiguous", saved: { ...open, place, place_again: "1" }, forget: ["place_answer"] };
}

function byOffer(
  { label, unit: id, province, former = "" }: Offer,
  saved: Saved,
  { places }: PlacePorts,
  ours: string,
): PlaceReading {
  const words = saved["place"] ?? label;
  const unit = places.unit(id);
  if (province !== ours || !unit) return { outcome: "place-elsewhere", saved: { place: words, province } };
  return {
    outcome: "place-known",
    saved: { place: words, place_unit: id, place_former: former, place_because: label, place_open: "" },
  };
}

/** Of the unit kept; null when none is known. Which of several it is, none of them the office's own, is nobody's here to say. */
export function whereIn(saved: Saved, { places }: PlacePorts): Where | null {
  const unit = places.unit(saved["place_unit"] ?? "");
  if (unit) return { commune: unit.name, province: unit.province };
  const { place_unlisted: unlisted } = saved;
  if (unlisted) return { commune: unlisted, province: null };
  const open = openUnits(saved, places);
  const [first] = open;
  if (!first || open.some(places.isOwn)) return null;
  return { commune: open.map(({ name }) => name).join(" hay "), province: first.province };
}

/** What was offered, where no choice was taken. */
const openUnits = (saved: Saved, places: PlacePorts["places"]) =>
  saved["place_open"] ? offersIn(saved).flatMap(({ unit }) => places.unit(unit) ?? []) : [];

/** The place as the confirmation shows it: the citizen's words, and the unit of today where they do not name it. */
export function placeShown(saved: Saved, { places }: PlacePorts, wording: Wording): string {
  const words = saved["place"] ?? "";
  const unit = places.unit(saved["place_unit"] ?? "");
  if (!unit) {
    if (!saved["place_open"]) return words;
    return wording.text("dia_ban_chua_chon", { dia_ban: words, cac_noi: offeredPlaces(saved).join("; ") });
  }
  if (words.toLowerCase().includes(unit.name.toLowerCase())) return words;
  const key = fold(words).includes(fold(unit.name)) ? "dia_ban_la" : "dia_ban_nay_thuoc";
  return wording.text(key, { dia_ban: words, xa: fullName(unit) });
}
