import { fold, words } from "../text/index.ts";
import { recordTypeOf } from "./draft.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import type { Saved } from "./flow/advance.ts";
import { statusTurn } from "./follow-up.ts";
import { reportIntents } from "./meant-as-report.ts";
import type { Turn, TurnInput } from "./model.ts";
import { inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/** A report made some time ago that nobody has answered: "hôm trước tôi phản ánh chuyện cái cống mà chưa ai trả lời". */
const WHEN =
  "(hôm (trước|nọ|kia|bữa|qua|tê)|bữa (trước|nọ|kia|hổm|tê)|(lần|tuần|tháng|đợt|dạo|hồi|lúc) trước|(tuần|tháng) rồi|trước đây|(\\d+|hai|ba|bốn|mấy) (ngày|hôm|tuần|tháng) (trước|trc))";
/** By itself "3 ngày nay" and "đã" tell how long a matter has lasted: only right before the report is it one made. */
const DONE = "(đã|từng)";
const REPORTED = "(phản ánh|phản ảnh|kiến nghị|góp ý|(gọi|nhắn|nhắn tin|có|gửi|điện) báo|trình báo)";
const UNANSWERED =
  "((chưa|không|ko|k|chẳng|chả|hổng|hông|nỏ) _(trả lời|phản hồi|hồi âm|giải quyết|xử lý|đến|tới|xuống|làm|sửa|dọn|kết quả|động tĩnh)|im (re|lặng|ru|hơi))";
/** Said by many, often, or to somebody else: it tells how long a matter has lasted, and of no ticket of theirs. */
const LASTING =
  "dân|cử tri|(nhiều|mấy|bao nhiêu|vài) lần|hoài|(với|lên|cho) (ông |bà |anh |chị |bên )?(trưởng|tổ|công an|cán bộ|chủ tịch|điện lực|huyện|tỉnh|thôn|ấp|nhà máy)";
/** Around what is told: who writes, and that it is asked after. */
const AROUND =
  "em|e|tôi|toi|tui|mình|con|cháu|gửi|rồi|mà|thì|có|ai|thấy|gì|j|cả|hết|chuyện|vụ|việc|về|nay|giờ|vẫn|cái|là|dạ|ạ|được";

const patternsOf = inBothTypings((spelt: Words) => {
  const earlier = `(?:${spelt(`${WHEN} __${REPORTED}`)}|${spelt(`${DONE} _${REPORTED}`)}|${spelt(`${REPORTED} __${WHEN}`)})`;
  const said = [WHEN, DONE, REPORTED, UNANSWERED, `(${AROUND})`].map(spelt).join("|");
  return {
    earlier: new RegExp(`(?<= )${earlier} (?:\\S+ )*?${spelt(UNANSWERED)}(?= )`, "u"),
    lasting: new RegExp(` (?:${spelt(LASTING)}) `, "u"),
    said: new RegExp(`(?<= )(?:${said})(?= )`, "gu"),
  };
});

const inOneLine = (text: string): string => sentencesIn(text).join("").replace(/ +/g, " ");

/** True where somebody asks after a report of their own. */
export function tellsOfEarlier(text: string): boolean {
  const { earlier, lasting } = patternsOf(text);
  const line = inOneLine(text);
  return earlier.test(line) && !lasting.test(line);
}

/** What it was about is told besides. */
const tellsMatter = (text: string): boolean =>
  words(inOneLine(text).replace(patternsOf(text).said, " ")).length >= LEAST_TOLD;
const LEAST_TOLD = 2;

/** Where the look-up keeps what was told, should there be no code. */
const TOLD = "told";
const TOLD_TYPE = "told_type";

/** Their tickets are shown; where none is known here that is said, and the code asked for or the matter taken down anew. */
export function askingAfterEarlier(
  input: TurnInput,
  intents: readonly string[],
  ports: FeedbackPorts,
): Turn | undefined {
  const { found, message, state, whole } = input;
  if (state.flow || found.codeGiven !== undefined || !tellsOfEarlier(message.text)) return undefined;
  const turn = statusTurn(input, ports);
  const position = turn.state.flow;
  if (!position) return turn;
  const told = {
    [TOLD]: tellsMatter(message.text) ? message.text : "",
    [TOLD_TYPE]: recordTypeOf(reportIntents(whole, intents)),
  };
  return {
    ...turn,
    state: { ...turn.state, flow: { ...position, saved: { ...position.saved, ...told } } },
    replies: [ports.wording.say("khong_thay_phieu_truoc")],
  };
}

/** "ghi mới đi", "tôi không nhớ mã", "mất rồi": there is no code, and it is taken down. */
const ANEW =
  /^(?:(?:da|a|thi|vay|thoi|em|e|toi|tui|minh|con|chau|u|uh|ok|vang) )*(?:(?:ghi|gui|bao|lam|phan anh|nhan)(?: (?:lai|moi|nhan|giup|gium|dum|di))+|khong|ko|k|hong|chua|quen|mat|lam mat|co|duoc|dong y|vang|ok|u|uh|da)(?: \S+){0,5}$/;
/** More of the matter, told in the place of the code. */
const LEAST_MORE = 3;

/** The report to begin where a code was asked for after such words and there is none; undefined for a code, a question, or something else. */
export function toldAgain({ found, message, state, whole }: TurnInput): Saved | undefined {
  const { [TOLD]: told, [TOLD_TYPE]: type } = state.flow?.saved ?? {};
  if (told === undefined || type === undefined || found.codeGiven !== undefined || /\d{4}/.test(message.text))
    return undefined;
  const said = fold(words(message.text).join(" "));
  const isMore = !ANEW.test(said);
  if (isMore && (whole.understood.asks || whole.understood.seeks || words(said).length < LEAST_MORE)) return undefined;
  const content = [told, ...(isMore ? [message.text] : [])].filter(Boolean).join("\n");
  return { record_type: type, ...(content && { content }) };
}
