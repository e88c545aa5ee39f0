import { fold, isAccented, lower, words } from "../text/index.ts";

/**
 * The point behind "1." ends no sentence, and "2)" begins one. What may follow is looked at before what stands in front, and
 * most places are ruled out by their first letter: read the other way round, this took longer than any other pattern of a turn.
 */
const SEPARATOR =
  /(?=[\s;,.])(?:(?<=[.!?…])(?<!(?:^|[.!?:;,]\s|\n)\d{1,2}\.)\s+|(?=\s+\d{1,2}\)\s)(?<!\([^)\n]*)\s+(?=\d{1,2}\)\s)|\n+|;\s+|\s*[,.]?\s+(?:(?:à|ờ)\s+)?(?=(?:ngoài ra|tiện thể|nhân tiện|sẵn tiện|luôn tiện|với lại|còn nữa|thêm nữa|à mà|ngoai ra|tien the|nhan tien(?=\s+(?:cho|xin|hoi|bao|noi|phan|em|toi|minh|tui|ad|anh|chi)\b)|san tien|luon tien|voi lai)(?!\p{L})))/iu;

/** Cuts a message where one matter may end and another begin. */
export function segmentsOf(text: string): string[] {
  return text
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}

const ASIDE =
  /\s*[,.]?\s+(?=(?:cho\s+(?:\S+\s+)?hỏi|cho\s+(?:\S+\s+)?hoi|xin\s+(?:hỏi|hoi)|(?:xin|muốn|muon)\s+(?:phản ánh|phan anh|góp ý|gop y))(?!\p{L}))/iu;
const SHORTEST_MATTER = 15;

/** Cuts a sentence where somebody who was telling begins to ask, or the other way round. */
export function asidesOf(sentence: string): string[] {
  const parts = sentence.split(ASIDE).map((part) => part.trim());
  return parts.every((part) => part.length >= SHORTEST_MATTER) ? parts : [sentence];
}

const CLAUSE =
  /(?<=,\s)|(?<=\s[-–]\s)|(?<=\s)(?=(?:cho\s+(?:\S+\s+)?(?:hỏi|hoi)|xin\s+(?:hỏi|hoi)|(?:xin|muốn|muon)\s+(?:phản ánh|phan anh|góp ý|gop y)|tiện đây|tien day|nhân đây|nhan day|sẵn cho|san cho|với cả|voi ca|kèm theo|kem theo|rồi còn|roi con)(?!\p{L}))/iu;

/** The clauses of a sentence, with the marks and spaces between them, so that together they are the sentence. */
export const clausesIn = (sentence: string): string[] => sentence.split(CLAUSE);

/** What a new matter is about, and which of these words mean nothing else where no accents are typed ("con duong" is a road). */
const PLAIN_THING = "(?:cai|may|doan|khuc|ben|chuyen|viec|vu|phan)";
const THING = `(?:${PLAIN_THING}|con|cay|cho|khu|o|ngoai|truoc|sau|tren|duoi|duong|y|nha|ong|ba|anh|chi|nguoi|ve)`;
const another = (thing: string) =>
  new RegExp(
    `^(?:(?:a|o|u|da|roi|thi) )*(?:ngoai ra|(?:tien|nhan) (?:the|day)|nhan tien(?= (?:cho|xin|hoi|bao|noi|phan|em|toi|minh|tui|ad|anh|chi) )|(?:san|luon) (?:tien|day|cho)|voi (?:lai|ca|cung)|con (?:nua|them|${thing})|them (?:nua|vu|chuyen|viec)|kem theo|a ma|(?:(?:viec|chuyen|cai|y) )?thu (?:hai|ba|tu|[2-9])) `,
  );
const ANOTHER = another(THING);
const PLAIN_ANOTHER = another(PLAIN_THING);
const MORE = /(?:^| )(?:hoi|biet|noi|bao|nhan|phan anh|gop y)(?: cho)? (?:them|luon|giup luon)(?: |$)/;
const BUT = new RegExp(`^ma ${THING} `);
const PLAIN_BUT = new RegExp(`^ma ${PLAIN_THING} `);

/** With accents these are meant and no other word of the same letters ("vòi nước", "má em", "con mương"). */
const MEANT = new Map(
  ["còn", "mà", "với", "sẵn", "thêm", "tiện", "nhân", "luôn", "thứ"].map((word) => [fold(word), word]),
);

function beginningOf(text: string): { readonly said: string; readonly accented: boolean } {
  const accented = isAccented(text);
  const read = (word: string) => {
    const meant = accented ? MEANT.get(fold(word)) : undefined;
    return meant === undefined || lower(word) === meant ? fold(word) : "·";
  };
  return { said: `${words(text).map(read).join(" ")} `, accented };
}

/** Said as something else than what stands before it: "với lại …", "còn cái đèn …", "cho em hỏi luôn …". */
export function beginsAnother(text: string): boolean {
  const { said, accented } = beginningOf(text);
  return (accented ? ANOTHER : PLAIN_ANOTHER).test(said) || MORE.test(said);
}

/** "mà trợ cấp xin ở đâu", "còn hộ khẩu thì sao": so a question turns from what was told. */
export function asksOn(text: string): boolean {
  const { said, accented } = beginningOf(text);
  return said.startsWith("ma ") || (accented && said.startsWith("con "));
}

const EXPRESSLY = /(?:^| )(?:cho (?:\S+ )?|xin |muon )hoi(?: |$)|^(?:da )?(?:(?:em|e|toi|minh|tui|chau|con) )?hoi /;

/** "cho em hỏi …" */
export const asksExpressly = (text: string): boolean => EXPRESSLY.test(fold(words(text).join(" ")));

/** It begins another matter, or says "mà cái trạm bơm …": between a question and a tale the tale turns away with it, within a tale it goes on. */
export function turnsAway(text: string): boolean {
  const { said, accented } = beginningOf(text);
  return beginsAnother(text) || (accented ? BUT : PLAIN_BUT).test(said);
}
