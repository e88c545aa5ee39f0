import { digitsSpoken, fold } from "../../text/index.ts";

/** The agency's identifier ("H29.12", "000.00.12.H29"), the day it came in (yymmdd), its place in that day's row. */
const TYPED =
  /(?<![a-z0-9.])((?:\d{1,3}[. ]){0,4}[a-z]\d{2}(?:[. ]\d{1,3}){0,4})\s*[-–\s]\s*(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\s*[-–\s]\s*(\d{4,6})(?![a-z0-9])/;
const LETTER = /\b(?:hat|hac|hach|ha|h)\b/g;

/** "H29.12-261101-0001" from what was typed or read out digit by digit; undefined when there is no whole number. */
export function dossierNumberIn(text: string): string | undefined {
  const typed = TYPED.exec(fold(text));
  if (typed) return printed(typed[1] ?? "", typed[2] ?? "", typed[3] ?? "");
  const folded = fold(text);
  // "Hà" may be who calls: every letter that may begin the number is tried.
  for (const { index, 0: letter } of folded.matchAll(LETTER)) {
    const number = spoken(folded.slice(index + letter.length));
    if (number) return number;
  }
  return undefined;
}

const printed = (agency: string, day: string, row: string) =>
  `${agency.trim().replace(/\s+/g, ".").toUpperCase()}-${day}-${row}`;

/** What follows the letter: "hai chín chấm một hai gạch …", digit by digit; signs are said or left out. */
function spoken(after: string): string | undefined {
  const said = after.split(/\b(?:gach ngang|gach|ngang|tru)\b|[-–]/);
  const [agency = "", day = "", row = ""] = said;
  const parts = agency.split(/\b(?:cham|phay)\b|[.,]/).map((part) => digitsSpoken(part));
  const [dayRead, rowRead] = [digitsSpoken(day), digitsSpoken(row)];
  const isWhole = said.length === 3 && parts.every(({ digits, others }) => digits !== "" && others === 0);
  if (!isWhole || dayRead.others > 0) return undefined;
  const number = `h${parts.map(({ digits }) => digits).join(".")}-${dayRead.digits}-${rowRead.digits}`;
  const checked = TYPED.exec(number);
  return checked ? printed(checked[1] ?? "", checked[2] ?? "", checked[3] ?? "") : undefined;
}
