/** Names of files to download ("Mẫu DC02 Phiếu đề nghị.doc") that a source glued to the papers they are for. */

/** A published paper taken apart: its name is the beginning of `text`, and what stands in brackets behind it is `copies`. */
export interface PaperApart {
  readonly paper: string;
  /** "[1 bản chính,1 bản sao]"; empty when the source counts no copies. */
  readonly copies: string;
  readonly files: readonly string[];
}

export function paperApart(text: string): PaperApart {
  const copies = copiesIn(text);
  const body = text.slice(0, text.length - copies.length).trimEnd();
  const [first = "", ...others] = ENDING.test(body) ? body.split(BETWEEN_FILES) : [];
  const at = first === "" ? 0 : startOfFile(first);
  if (at === 0) return { paper: body, copies: copies.trim(), files: [] };
  return { paper: first.slice(0, at), copies: copies.trim(), files: [first.slice(at).trim(), ...others] };
}

/**
 * The forms a source lists, each by the name of its file: the crawl cut some short at a stop ("2025.docx") and left the paper's words on
 * others ("… của Bộ Công an)Mẫu DC02.doc"). What stands whole behind a paper is taken from there.
 */
export function formNames(published: readonly string[], papers: readonly string[]): string[] {
  const files = papers.flatMap((paper) => paperApart(paper).files);
  const names = published
    .flatMap((form) => form.split(BETWEEN_FILES))
    .map((form) => {
      const whole = files.find((file) => file.endsWith(form) || form.endsWith(file));
      return whole ?? (ENDING.test(form) ? withoutPaper(form.replace(HEADINGS, "")) : form);
    });
  return [...new Set([...names, ...files])];
}

/** A file's name has no slash, and mostly says first which form it is. */
function withoutPaper(form: string): string {
  const at = startOfFile(form);
  return CALLED_SO.test(form) && !form.slice(0, at).includes("/") ? form : form.slice(at).trim();
}
const CALLED_SO = /^(?:Mẫu|Mau|Mus|Phụ lục|Phu luc|PL|\d)/iu;
/** What stands before the first paper of a table: "… tờ khaiSố lượngTờ khai theo mẫuMau01.doc", "1 bản chínhĐơnMau02.doc". */
const HEADINGS = /^.*?(?:Số lượng|bản (?:chính|sao))(?=[\p{L}+-])/u;

/** "[1 bản chính,1 bản sao]", "[Bản chính: 1; Bản sao: 0]" at the end of a paper. */
const COPIES = /\s*\[[^[\]]*bản (?:chính|sao)[^[\]]*\]$/iu;
/** Looking at the end first spares reading the line through. */
const copiesIn = (line: string): string => (line.endsWith("]") ? (line.match(COPIES)?.[0] ?? "") : "");

const ENDING = /\.(?:docx?|pdf|xlsx?|rar|zip|odt|rtf|jpe?g|png)$/iu;
const BETWEEN_FILES = /(?<=\.(?:docx|doc(?!x)|pdf|xlsx|xls(?!x)|rar|zip))(?=[\p{L}\d])/iu;

/** Far more than a file is called. */
const LONGEST_FILE = 130;
/** A sign that ends a paper's words, and the next word right behind it: "…Bộ Công an)Mẫu", "… đồng ý.1.MuCT01". */
const BEHIND_SIGN = /(?:[;:”"]|\)[.;,]*|(?<=\p{Ll}|\s|[-/]\p{Lu}{2,}|\/\d{4})[.,]+)(?=[\p{L}\d~])/gu;
/** The first words of a file that stand right behind a word of the paper. */
const FIRST_WORDS =
  "(?:Mẫu|MẪU|Mau|Mus|Phụ lục|PHỤ LỤC|Phu ?luc|Đơn|Don|Giấy|Tờ khai|To khai|[Vv]ăn bản|[Bb]áo cáo|[Tt]ờ trình|[Bb]ản khai|đơn đề nghị)(?!\\p{L}{3})|m[aẫ]u (?:số|so|đơn|\\d)";
/** Where a word of the paper runs into the name of the file, surest first. */
const RUN_ON = new RegExp(
  [
    // "theo mẫuMauBankhai"
    String.raw`(?<![\p{L}\d._-])(?:Mẫu|\p{Ll}+)(?=\p{Lu})`,
    // "Công an nhân dân32-Mẫu", "theo mẫu1.000312"
    String.raw`(?<![\p{L}\d._-])\p{Ll}*[à-ỹđ]\p{Ll}*(?=\d+(?:[-.]|$))`,
    // "NĐ-CPDanhmuc", "TT-BTC01-LP"
    String.raw`(?<=[-/]\p{Lu}{2,})(?=\p{Lu}\p{Ll}|\d{1,2}(?:[ -]\p{Lu}|\.\d))`,
    // "năm 2026Mau so 01", "góp vốnmẫu số 2"
    String.raw`(?<=[\p{L}\d])(?=${FIRST_WORDS})`,
  ].join("|"),
  "gu",
);

/** So many words behind a sign are a sentence of the paper, not the beginning of a file's name. */
const SENTENCE = 4;

const ENDS_IN_ADDRESS = /:\/\/\S*$/;

/** Where the name of a file begins that stands at the end of a text; 0: nowhere that is sure. */
function startOfFile(text: string): number {
  const name = text.replace(ENDING, "");
  const from = Math.max(0, text.length - LONGEST_FILE);
  const ends = (rule: RegExp) =>
    [...name.matchAll(rule)]
      .map(({ index, 0: sign }) => index + sign.length)
      .filter((at) => at > from && !ENDS_IN_ADDRESS.test(name.slice(0, at)));
  // Signs within one word are of the file's name: "…theo mẫu.1.Mau.ToKhai".
  const sign = ends(BEHIND_SIGN).reduce(
    (kept, at) => (kept === 0 || name.slice(kept, at).includes(" ") ? at : kept),
    0,
  );
  const isSentence = (at: number) => sign === 0 || name.slice(sign, at).split(" ").length >= SENTENCE;
  return ends(RUN_ON).find((at) => at > sign && isSentence(at)) ?? sign;
}
