/**
 * The point behind "1." ends no sentence, and "2)" begins one. What may follow is looked at before what stands in front, and
 * most places are ruled out by their first letter: read the other way round, this took longer than any other pattern of a turn.
 */
const SEPARATOR =
  /(?=[\s;,.])(?:(?<=[.!?…])(?<!(?:^|[.!?:;,]\s|\n)\d{1,2}\.)\s+|(?=\s+\d{1,2}\)\s)(?<!\([^)\n]*)\s+(?=\d{1,2}\)\s)|\n+|;\s+|\s*[,.]?\s+(?=(?:ngoài ra|tiện thể|nhân tiện|sẵn tiện|luôn tiện|với lại|còn nữa|thêm nữa|à mà|ngoai ra|tien the|nhan tien|san tien|luon tien|voi lai)\b))/iu;

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
