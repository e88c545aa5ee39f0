/**
 * What a model may say around the facts: whole turns of courtesy, none of which can carry a fact however they are joined.
 * Single words would not do: "gửi", "lệ phí", "cho", "tôi" are harmless each, and together ask for money.
 */

/** Stand in a sentence for the procedure's name and for the words of a part; no text that is judged can hold them. */
export const NAME = "\ue000";
export const TOPIC = "\ue001";

const YOU = "(?:quý )?(?:anh/chị|anh chị|anh|chị|bạn|ông/bà|ông bà|công dân|vị)";
const ME = "(?:chúng )?(?:tôi|em|mình)";
const maybe = (...turns: string[]) => `(?:${turns.join("|")})?`;
const some = (words: string) => `(?:(?:${words}) )*`;

/** "của thủ tục này", "khi làm thủ tục …" */
const OF_IT = maybe(` (?:của|khi|cho|để) (?:(?:làm|thực hiện) )?(?:việc |thủ tục )*(?:này|${NAME})`);
const ASKED_BY_YOU = maybe(
  ` (?:này )?của ${YOU}`,
  ` (?:mà )?${YOU} ${some("đang|vừa|cần|muốn")}(?:cần|hỏi|biết|quan tâm|tìm hiểu)`,
);
const PROCEDURE = `(?:(?:việc |làm |thủ tục )*${NAME}|(?:thủ tục|việc) này|thủ tục)`;
const MATTER = `(?:${some("các|những|mức|phần")}${TOPIC}${OF_IT}|(?:câu hỏi|nội dung|vấn đề)(?: này)?|${PROCEDURE})${ASKED_BY_YOU}`;
const MATTERS = `${MATTER}(?:(?:, | và |, và | cùng )${MATTER})*`;
const ABOUT = maybe(` về ${MATTERS}`, ` cho câu hỏi(?: này)?(?: của ${YOU})?`);
const INFORMATION = `${some("các|những|toàn bộ")}(?:thông tin|nội dung|câu trả lời|phần trả lời|hướng dẫn)${maybe(" (?:chi tiết|cụ thể|chính|cần thiết|liên quan|đầy đủ)")}`;
const FOLLOWS = "(?:như sau|như dưới đây|sau đây|dưới đây|ở dưới đây|bên dưới|ở dưới|sau)";
const TO_YOU = `${maybe(" (?:đến|tới|lại|cho)")}${maybe(` ${YOU}`)}`;
const TO_KNOW = `để ${YOU} ${some("tiện|dễ")}(?:tham khảo|nắm(?: rõ)?|biết|theo dõi|xem)`;
const PLEASE = some("xin|cứ|vui lòng|hãy|mời|kính mời|có thể|nhớ|đừng ngại|đừng ngần ngại");
const BEG = `${maybe(`${ME} `)}${some("xin|rất|chân thành|trân trọng|kính|phép|được|vui|hân hạnh|mong|sẵn lòng")}`;
const LET_ME_KNOW = `(?:nhắn tin|nhắn|hỏi|phản hồi)(?: (?:lại|tiếp|thêm))*${maybe(" (?:giúp|cho|với)")}${maybe(` ${ME}`)}${maybe(" biết")}${maybe(" (?:ngay )?(?:tại|ở) đây")}`;
const MORE_TOLD = "(?:thông tin|chi tiết|hướng dẫn|hỗ trợ|gì|điều gì)";
const MORE = `(?:(?:hỏi|biết|tìm hiểu|hỗ trợ|giải thích|làm rõ|xem) thêm${maybe(` ${MORE_TOLD}`)}|thêm ${MORE_TOLD}(?: gì)?|hỏi gì|gì thêm)${maybe(" nữa")}${maybe(" không")}`;
const DOUBT = `(?:điều|điểm|chỗ|phần|nội dung|thắc mắc|câu hỏi|gì)(?: (?:gì|nào))?(?: (?:khác|thắc mắc|chưa rõ|chưa hiểu|cần hỏi))*${maybe(" không")}`;
const GOOD = "(?:sức khỏe|hạnh phúc|may mắn|bình an|thành công|niềm vui)";

/** In the order they are tried: where one begins like another, the longer stands first. */
const TURNS = [
  // greeting, thanks, wishes
  `${some("xin|kính|mến|thân")}chào${maybe(` ${YOU}`)}`,
  `${BEG}(?:gửi lời )?chào${maybe(" đến", " tới")}${maybe(` ${YOU}`)}`,
  `kính gửi ${YOU}`,
  `${BEG}cảm ơn${maybe(` ${YOU}`)}${maybe(" nhiều", ` (?:vì )?đã (?:tin tưởng và )?(?:hỏi|quan tâm|tin tưởng|liên hệ|nhắn tin|nhắn|gửi câu hỏi|đặt câu hỏi)${maybe(` (?:với|cho|đến|tới) ${ME}`)}${ABOUT}`)}`,
  "trân trọng",
  `${some("xin|kính|thân")}chúc ${YOU}(?: và gia đình)? (?:(?:một )?ngày (?:tốt lành|vui vẻ|an lành)|${some("nhiều|dồi dào")}${GOOD}(?:(?:, | và )${some("nhiều")}${GOOD})*|(?:mọi việc|làm thủ tục|hoàn thành thủ tục|làm việc) (?:được )?(?:thuận lợi|suôn sẻ)|vui vẻ)`,
  `${BEG}(?:hỗ trợ|phục vụ)${maybe(` ${YOU}`)}`,
  `${BEG}(?:hy vọng|mong)(?: rằng)? ${INFORMATION}(?: này| trên)? (?:hữu ích|có ích|giúp ích)${maybe(` (?:với|cho|được cho) ${YOU}`)}`,
  `${BEG}mong ${YOU} thông cảm`,
  // bringing the answer
  `${BEG}(?:hiểu|biết) ${YOU} ${some("đang|muốn|cần")}(?:cần|hỏi|biết|tìm hiểu|quan tâm)(?: về| đến)? (?:${MATTERS}|${INFORMATION}(?: này)?)`,
  `${BEG}(?:đã )?nhận được câu hỏi(?: của ${YOU})?${ABOUT}`,
  `${BEG}(?:gửi|cung cấp|nêu|chia sẻ|chuyển)${TO_YOU} ${INFORMATION}${ABOUT}${maybe(` ${TO_KNOW}`)}`,
  `${INFORMATION}${ABOUT}${ASKED_BY_YOU}${maybe(" cần biết")}${maybe(` ${FOLLOWS}`)}`,
  `${BEG}(?:trả lời|giải đáp|hướng dẫn|thông tin)${maybe(` câu hỏi(?: của ${YOU})?`, TO_YOU)}${ABOUT}`,
  `(?:${ME} )?xin hết`,
  `${BEG}(?:nêu rõ|trình bày|trả lời rõ)(?: ${FOLLOWS})`,
  `để ${ME} (?:trả lời|giải đáp|hỗ trợ)${maybe(" thêm")}`,
  `(?:trên đây|dưới đây|sau đây|đây) là ${INFORMATION}${ABOUT}${ASKED_BY_YOU}`,
  "theo (?:thông tin|nguồn) (?:đã |được )*công bố",
  `${PLEASE}(?:${YOU} )?${PLEASE}(?:xem|tham khảo|theo dõi) ${INFORMATION}${maybe(` ${FOLLOWS}`)}${maybe(` (?:giúp|cho) ${ME}`)}`,
  `${YOU} xem (?:giúp|giùm) ${ME}`,
  `${PROCEDURE} có ${INFORMATION}${maybe(` ${FOLLOWS}`)}`,
  `(?:${YOU} )?${some("đang|vừa|muốn")}hỏi về ${MATTERS}`,
  `(?:về|với) ${MATTERS}`,
  `(?:khi|để) (?:làm |thực hiện )?${PROCEDURE}`,
  TO_KNOW,
  "(?:cụ thể|chi tiết)(?: là)?",
  FOLLOWS,
  // leaving the door open
  `(?:mọi )?(?:thắc mắc|câu hỏi) ${PLEASE}${LET_ME_KNOW}`,
  `${PLEASE}(?:${YOU} )?${PLEASE}${LET_ME_KNOW}`,
  `(?:nếu|khi) (?:${YOU} )?(?:còn |có )?(?:(?:cần|muốn) ${MORE}|${DOUBT})`,
  `(?:${YOU} )?(?:có |còn )?(?:cần|muốn) ${MORE}`,
  `${YOU} (?:còn|có) ${DOUBT}`,
  `${ME} (?:vẫn |luôn )*(?:sẵn sàng|ở đây để) (?:trả lời|giải đáp|hỗ trợ)${maybe(` ${YOU}`)}${maybe(" thêm")}`,
  // what joins them
  `(?:kính )?thưa${maybe(` ${YOU}`)}`,
  "(?:dạ|ạ|nhé|nha|ơi)",
  YOU,
];

const TURN = new RegExp(`(?:${TURNS.join("|")})(?![\\p{L}\\p{N}/])`, "uy");
const JOINT = /,? */uy;

/** Turns of courtesy from beginning to end, with commas or nothing between them. */
export function isCourteous(sentence: string): boolean {
  let at = 0;
  while (at < sentence.length) {
    const end = endOf(TURN, sentence, at);
    if (end === undefined || end === at) return false;
    at = endOf(JOINT, sentence, end) ?? end;
  }
  return true;
}

function endOf(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** "Anh/Chị cần hỏi thêm gì không ạ?": any other question would put the answer in doubt. */
export const isOffer = (sentence: string): boolean => /(?:^|\s)(?:không|gì|nào)(?: nữa)?(?: ạ)?$/u.test(sentence);

const HAVE_READY = maybe(`(?:${YOU} )?${some("vui lòng|cần|xin")}(?:chuẩn bị|nộp|mang theo) (?:đủ |đầy đủ )?`);
const INTRODUCES = `(?:${FOLLOWS}|gồm có|bao gồm|gồm|là|thì|cần có|cần nộp|(?:${YOU} )?cần chuẩn bị|thực hiện|giải quyết|hồ sơ|ạ|nhé)`;
const ONE_PART = `${some("các|những|mức")}${TOPIC}`;
const LEAD = new RegExp(
  `^(?:(?:dạ|thưa ${YOU}),? )*${some("về|còn|phần|dưới đây là|sau đây là")}${HAVE_READY}(?:hồ sơ gồm )?${ONE_PART}(?:(?:,|,? và) ${ONE_PART})*${OF_IT}(?:,? ${INTRODUCES})*$`,
  "u",
);

/** Words right before values that only say which part they belong to. */
export const isLead = (sentence: string): boolean => LEAD.test(sentence);
