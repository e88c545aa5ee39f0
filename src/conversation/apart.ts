import { fold, isAccented, lower } from "../text/index.ts";
import { placeIn } from "./intake.ts";
import { asksExpressly, segmentsOf, turnsAway } from "./segments.ts";
import { FEEDBACK_RECORD, GUIDED, isReport, SENT, type Understand, type Understanding } from "./understand.ts";

/**
 * A message cut where a report and what goes another way lie side by side; empty where nothing says so. By what it is that lies beside
 * the report, the gravest first.
 */
export function cutApart(text: string, understand: Understand): string[] {
  for (const cut of [besidesGuided, behindPraise, inOtherPlaces]) {
    const pieces = cut(text, understand);
    if (pieces.length > 1) return pieces.map((piece) => piece.replace(/[\s,–-]+$/u, "").trim());
  }
  return [];
}

/** "… mà ông công an", "… còn cái đèn": where another matter may begin without a pause. */
const TURN = /(?<=\s)(?=(?:mà|còn|lại còn|với lại|ma|con|lai con|voi lai)\s)/iu;
/** The first word of another matter, or of more of the same. */
const TURNED = /^(?:(?:lại|lai)\s+)?(?:mà|còn|ma|con)\s/iu;
export const mayTurn = (text: string): boolean => TURNED.test(text) || turnsAway(text);

/** "đường ngập, mà ông công an bắt quán tôi nộp mỗi tháng …", "rác hôi, còn tôi không phục quyết định phạt". */
function besidesGuided(text: string, understand: Understand): string[] {
  const { sightings } = understand(text);
  // "giấy hẹn ghi 15/10 mà tới nay vẫn bảo chờ" is the report itself.
  const isLate = sightings.some(({ intent }) => intent === "ho_so_tre");
  const isApart = (piece: string) =>
    understand(piece).sightings.some(({ intent }) => GUIDED.has(intent) || (!isLate && SENT.has(intent)));
  if (!isApart(text)) return [];
  const cut = segmentsOf(text).map((sentence) =>
    turnsIn(sentence, (piece) => isApart(piece) || isReport(understand(piece)))
      .map((piece) => ({ piece, isApart: isApart(piece) }))
      .reduce(sameJoined, []),
  );
  return cut.some((pieces) => pieces.length > 1) ? cut.flat().map(({ piece }) => piece) : [];
}

function turnsIn(sentence: string, isMatter: (piece: string) => boolean): readonly string[] {
  const pieces: string[] = [];
  for (const piece of sentence.split(TURN)) {
    const last = pieces.pop();
    if (last === undefined) pieces.push(piece);
    else if (turnsAway(piece) || isMatter(piece)) pieces.push(last, piece);
    else pieces.push(last + piece);
  }
  return pieces;
}

interface Piece {
  readonly piece: string;
  readonly isApart: boolean;
}

function sameJoined(pieces: readonly Piece[], next: Piece): readonly Piece[] {
  const last = pieces.at(-1);
  if (!last || last.isApart !== next.isApart) return [...pieces, next];
  return [...pieces.slice(0, -1), { piece: `${last.piece} ${next.piece}`, isApart: next.isApart }];
}

/** What takes a praise back: "… nhưng đèn vẫn tắt". */
const BUT =
  /(?<=[\s,.])(?=(?:nhưng|nhung|tuy nhiên|tuy nhien|song|có điều|co dieu|chỉ có điều|chi co dieu|chỉ tội|chi toi|chỉ là|chi la|chứ|chu|mà|ma|mỗi tội|moi toi|hiềm nỗi)\s)/giu;
const BUT_FIRST =
  /^(?:nhưng|nhung|tuy nhiên|tuy nhien|song|có điều|co dieu|chỉ|chi|chứ|chu|mà|ma|mỗi tội|moi toi|hiềm nỗi)\s/iu;
const PRAISE = "khen_gop_y";
const LEAST_TOLD = 0.5;

function behindPraise(text: string, understand: Understand): string[] {
  for (const { index } of text.matchAll(BUT)) {
    const cut = [text.slice(0, index), text.slice(index)];
    if (faultBehindPraise(cut.map((one) => ({ text: one, understood: understand(one) })))) return cut;
  }
  return [];
}

interface Told {
  readonly text: string;
  readonly understood: Understanding;
}

/** Two pieces, of which the first praises or thanks and the second tells what is wrong. */
export function faultBehindPraise([before, behind, ...more]: readonly Told[]): boolean {
  if (!before || !behind || more.length > 0 || !BUT_FIRST.test(behind.text)) return false;
  return praisesOrThanks(before.understood) && tellsFault(behind);
}

export const praises = ({ sightings, sort }: Understanding): boolean =>
  sightings.some(({ intent }) => intent === PRAISE) || (sort?.praise ?? 0) >= LEAST_TOLD;
const praisesOrThanks = (understood: Understanding): boolean =>
  praises(understood) || understood.sightings.some(({ intent }) => intent === "cam_on");

function tellsFault({ text, understood: { sightings, sort, asks } }: Told): boolean {
  if (asks || sightings.some(({ intent }) => intent === PRAISE || GUIDED.has(intent))) return false;
  const isSaid = sightings.some(({ intent }) => intent in FEEDBACK_RECORD);
  const isRead = sort !== undefined && sort.report + sort.late + sort.denounce + sort.propose >= LEAST_TOLD;
  return isSaid || isRead || FAULT.test(isAccented(text) ? lower(text) : fold(text));
}
/** Behind a praise and a "but" any of these tells what is wrong. */
const FAULT =
  /(?<!\p{L})(?:không|khong|chưa|chua|thiếu|thieu|chậm|cham|trễ|tre|bẩn|dơ|hư|hỏng|hong|lâu|lau|khó|kho|chật|chat|nóng|nong|tắt|tat|nghẹt|nghet|ồn|hôi|dột|dot)(?!\p{L})/u;

/** "Đèn thôn 1 tắt. Cống thôn 4 nghẹt": each with its own trouble and its own place. */
const CLAUSE = /(?<=[.;,!?\n])\s*|\s+(?=(?:còn|con|và|va|với|voi|mà|ma)\s)/iu;
/** "nước chảy qua thôn 3" goes on with the trouble it comes from. */
const GOES_ON = /(?:qua|sang|xuống|xuong|tới|toi|đến|den|vào|vao|ra|về|ve|từ|tu)\s+$/iu;

function inOtherPlaces(text: string, understand: Understand): string[] {
  const clauses = text.split(CLAUSE);
  // Where something is asked besides, sentences tell the matters apart.
  if (clauses.some((clause) => clause.includes("?") || asksExpressly(clause))) return [];
  const pieces: { readonly piece: string; readonly place: string | undefined }[] = [];
  for (const piece of clauses) {
    const place = troubleAt(piece, understand);
    const last = pieces.at(-1);
    if (last && (place === undefined || last.place === undefined || place === last.place))
      pieces.splice(-1, 1, { piece: `${last.piece} ${piece}`, place: last.place ?? place });
    else pieces.push({ piece, place });
  }
  return pieces.map(({ piece }) => piece);
}

/** The place of a clause that tells of a trouble there. */
export function troubleAt(text: string, understand: Understand): string | undefined {
  const place = placeIn(text)?.toLowerCase();
  const [first = ""] = place?.split(", ") ?? [];
  if (place === undefined || GOES_ON.test(text.slice(0, text.toLowerCase().indexOf(first)))) return undefined;
  return understand(text).sightings.some(({ intent }) => TROUBLES.has(intent)) ? place : undefined;
}
const TROUBLES: ReadonlySet<string> = new Set(["hien_truong", "than_phien"]);
