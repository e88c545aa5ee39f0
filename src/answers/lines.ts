import { type Field, paperApart } from "../catalogue/index.ts";

/** One line as it is shown: something to bring, do or pay, or the heading of those after it. */
export interface Line {
  readonly text: string;
  readonly isHeading: boolean;
}

/**
 * The published lines of a part in the order in which a citizen needs them. Nothing is reworded: what is left out is page
 * furniture (dashes, "[0 bản chính]"), and the published form of an amount ("7,000 Việt Nam Đồng") is written the Vietnamese way.
 */
export function arranged(field: Field | "level", published: readonly string[]): Line[] {
  if (field === "papers") return papersOf(published).lines;
  if (field === "conditions")
    return published.map((text) => ({ text: withoutBullet(text), isHeading: /:$/.test(text) }));
  const texts = textsOf(field, published);
  return texts.filter((text) => !RULE.test(text)).map((text) => ({ text: withoutBullet(text), isHeading: false }));
}

function textsOf(field: Field | "level", published: readonly string[]): readonly string[] {
  if (field === "fee") return sameForChannels(published.map(asMoney));
  // A form among the papers is asked for by its name; how many copies are handed in stands there.
  return field === "forms" ? published.map((text) => (isCopied(text) ? paperNameOf(text) : text)) : published;
}

/** A list item may bring its own marks ("- +", "++"); two would look careless. */
const withoutBullet = (line: string) => line.replace(/^(?:[-+*•]\s*)+/, "");
/** A rule between two lists. */
const RULE = /^[-–—_=]{2,}$/;

/** As published ("10,000 Việt Nam Đồng"): a comma before thousands is read as a decimal sign here. */
const asMoney = (text: string) =>
  text
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?= ?(?:Việt Nam Đồng|VNĐ|VND|đồng))/giu, (amount) =>
      amount.replaceAll(",", "."),
    )
    .replace(/(?<=\d) Việt Nam Đồng/gu, " đồng");

const CHANNEL = /^(Trực tuyến|Trực tiếp|Dịch vụ bưu chính): /u;

/** "Trực tuyến: Miễn phí", "Trực tiếp: Miễn phí": said once for all the ways it holds for. */
function sameForChannels(texts: readonly string[]): string[] {
  const bare = (text: string) => text.replace(CHANNEL, "").replace(/^\((.*)\)$/, "$1");
  const byValue = Map.groupBy(texts, bare);
  return [...byValue.values()].map((same) => {
    const ways = same.slice(0, -1).flatMap((text) => text.match(CHANNEL)?.[1] ?? []);
    return [...ways, same.at(-1) ?? ""].join("; ");
  });
}

/** Share of lines with a count of copies from which a list is one that counts. */
const MOSTLY = 0.6;

interface Group {
  readonly heading?: string;
  readonly items: string[];
}

function groupsOf(published: readonly string[]): Group[] {
  const lines = published.flatMap(apart);
  const isCounted = lines.filter(isCopied).length > lines.length * MOSTLY;
  const groups: Group[] = [{ items: [] }];
  for (const line of lines) {
    if (RULE.test(line)) groups.push({ items: [] });
    else if (isHeading(line, isCounted)) groups.push({ heading: withoutBullet(line), items: [] });
    else groups.at(-1)?.items.push(withoutBullet(line));
  }
  const filled = groups.filter(({ items }) => items.length > 0);
  if (filled.length === 0) return [{ items: lines.map(withoutBullet) }];
  // A list for some applicants must not stand before the one for all.
  return [...filled.filter(isForAll), ...filled.filter((group) => !isForAll(group))];
}

/** "Giấy tờ phải nộp:" is over what everybody brings; a heading that says who or when is over what they do. */
const isForAll = ({ heading }: Group) =>
  heading === undefined ||
  (!isCase(heading) &&
    /giấy tờ|hồ sơ|thành phần|phải nộp|xuất trình|biểu mẫu/iu.test(heading) &&
    !/(?:đối với|trường hợp)/iu.test(heading));

/** A paper as published, when it is needed (0: by everybody, first), and as it is shown. */
interface Paper {
  readonly published: string;
  readonly need: number;
  readonly line: Line;
}

interface PaperGroup {
  readonly heading?: string;
  readonly isForAll: boolean;
  readonly papers: readonly Paper[];
}

const paperOf = (published: string): Paper => ({
  published,
  need: needOf(published),
  line: { text: withCopies(published), isHeading: false },
});

/** What is needed sooner stands first, else as published. */
const inNeed = (papers: readonly Paper[]): Paper[] => papers.toSorted((a, b) => a.need - b.need);

/** Papers as they are listed, and each by its name, for where there is little room. */
export function papersOf(published: readonly string[]): { readonly lines: Line[]; readonly heads: Line[] } {
  const groups = groupsOf(published).map(
    (group): PaperGroup => ({ ...group, isForAll: isForAll(group), papers: inNeed(group.items.map(paperOf)) }),
  );
  return { lines: listed(groups), heads: byName(groups) };
}

/** The application stands first, whatever heading the source filed it under. */
function listed(groups: readonly PaperGroup[]): Line[] {
  const forAll = groups.filter((group) => group.isForAll).flatMap(({ papers }) => papers);
  const applications = new Map(forAll.filter(({ need }) => need === 0).map((paper) => [paper.published, paper.line]));
  const rest = groups.map(({ heading, papers }) => ({
    heading,
    papers: papers.filter((paper) => !applications.has(paper.published)),
  }));
  return [
    ...applications.values(),
    ...rest
      .filter(({ papers }) => papers.length > 0)
      .flatMap(({ heading, papers }) => [
        ...(heading ? [{ text: heading, isHeading: true }] : []),
        ...papers.map(({ line }) => line),
      ]),
  ];
}

/** What everybody needs before what some do, no headings. */
function byName(groups: readonly PaperGroup[]): Line[] {
  const forAll = groups.filter((group) => group.isForAll).flatMap(({ papers }) => papers);
  const forSome = groups.filter((group) => !group.isForAll).flatMap(({ papers }) => papers);
  const once = new Map([...inNeed(forAll), ...forSome].map((paper) => [paper.published, paper.line]));
  return [...once.values()].map(headOf);
}

/** Several papers that the source ran together: "- Bản khai …; - Giấy chứng tử; - Hồ sơ …". */
const apart = (line: string) => line.split(/[;.]\s+[-+]\s+(?=\p{Lu})/u);

const isCopied = (line: string): boolean => paperApart(line).copies !== "";

const LONGEST_HEADING = 160;

/** Lists count the copies of each paper; a short line without a count is over the papers after it. */
function isHeading(line: string, isCounted: boolean): boolean {
  if (isCopied(line)) return false;
  if (/:$/.test(line)) return true;
  return isCounted && line.length <= LONGEST_HEADING;
}

const isCase = (text: string | undefined) =>
  /^(?:\([ivx]+\)|[a-zđ]\))?\s*(?:trường hợp|nếu|đối với|riêng|ví dụ)/iu.test(text ?? "");

const APPLICATION =
  /^(?:(?:mẫu )?(?:đơn|tờ khai|phiếu|giấy đề nghị|văn bản đề nghị|bản khai|tờ trình|công văn đề nghị))(?!\p{L})/iu;

/** The application itself, what everybody brings, what some cases need, and what explains or need not be brought. */
function needOf(text: string): number {
  const { some, counts } = copiesOf(text);
  if (/^ví dụ/iu.test(text) || (counts.length > 0 && !some)) return 3;
  if (isCase(text) || /(?:trong|đối với) trường hợp|\(nếu có\)|nếu có[.;]?\s*(?:\[|$)/iu.test(text)) return 2;
  return APPLICATION.test(text) ? 0 : 1;
}

/** More copies than anybody is asked for: a year the source glued to the count ("20251 bản chính"). */
const MOST_COPIES = 20;

interface Copies {
  /** As published, without those of which there are none: "1 bản chính". */
  readonly counts: readonly string[];
  readonly some: boolean;
}

function copiesOf(text: string): Copies & { readonly shown: readonly string[] } {
  const counts = paperApart(text).copies.match(/\d+ bản (?:chính|sao)|bản (?:chính|sao): \d+/giu) ?? [];
  const number = (count: string) => Number(count.match(/\d+/)?.[0]);
  const isSound = counts.every((count) => number(count) <= MOST_COPIES);
  const shown = isSound ? counts.filter((count) => number(count) > 0) : [];
  return { counts, some: !isSound || shown.length > 0, shown };
}

/** Without the signs that only part it from the next. */
const paperNameOf = (text: string) => paperApart(text).paper.replace(/(?:[;,][;,.\s]*|\s+)$/, "");

function withCopies(text: string): string {
  const { counts, shown } = copiesOf(text);
  const paper = paperNameOf(text);
  if (counts.length === 0) return paper;
  return shown.length > 0 ? `${paper} (${shown.join(", ")})` : paper;
}

/** A paper of more characters than this is cut where its name ends, if there is such a place. */
const LONG_PAPER = 70;
const SHORTEST_HEAD = 12;

/** The name of a paper without what is explained after it; the sign at its end says that there is more. */
function headOf(line: Line): Line {
  if (line.text.length <= LONG_PAPER) return line;
  const end = [...line.text.matchAll(/;\s|\.\s|,? (?:đối với|trong) trường hợp /giu)].find(
    ({ index }) => index >= SHORTEST_HEAD && !isCase(line.text),
  )?.index;
  return end === undefined ? line : { ...line, text: `${line.text.slice(0, end)}…` };
}
