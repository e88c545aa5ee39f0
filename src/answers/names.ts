/** An ISO day or month as people write it: "ngày 18/7/2026", "tháng 7/2026". */
export function dayInWords(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  if (!year || !month) return iso;
  return day ? `ngày ${day}/${month}/${year}` : `tháng ${month}/${year}`;
}

/** A name stands at the head of every SMS and must leave room for the answer. */
export const SMS_NAME = 70;

/** Official names run on after the first few words; on the phone the head is enough. */
export function shortName(name: string, longest = 110): string {
  const plain = name.replace(/^\s*thủ tục\s+/i, "");
  const head = plain.split(/[;(]/)[0]?.trim() ?? plain;
  const cut = head.length > longest ? `${head.slice(0, longest - 3).replace(/[\s,]+\S*$/, "")}…` : head;
  return cut.charAt(0).toUpperCase() + cut.slice(1);
}

/** Labels to choose between: two that would read the same are told apart by where their names differ. */
export function choiceLabels(names: readonly string[]): string[] {
  const short = names.map((name) => shortName(name));
  return short.map((label, i) => {
    const alike = names.filter((_, j) => short[j] === label);
    if (alike.length === 1) return label;
    const rest = (names[i] ?? "")
      .slice(differenceOf(alike))
      .replace(/^[\s,;.(]+/, "")
      .replace(/\)$/, "");
    return rest === "" ? label : `${cutAtWord(label, 60)}: ${cutAtWord(rest, 90)}`;
  });
}

const cutAtWord = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest).replace(/[\s,]+\S*$/, "")}…` : text;

/** Where a clause of a name begins. */
const CLAUSE = /[;,(]\s*|\s(?=(?:đối với|trong|của|cho|tại|thực hiện)\s)/gu;

/** Where the clause begins in which the names first differ. */
function differenceOf([first = "", ...others]: readonly string[]): number {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length += 1;
  const clause = [...first.slice(0, length + 1).matchAll(CLAUSE)].at(-1);
  return clause?.index ?? first.slice(0, length).lastIndexOf(" ") + 1;
}
