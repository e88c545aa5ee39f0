/** Ways in which an honest model would word a true answer: nothing told, nothing taken away. */

const OPENINGS: readonly string[] = [
  "Dạ, xin chào Anh/Chị ạ.",
  "Kính chào Anh/Chị,",
  "Dạ thưa Anh/Chị,",
  "Dạ, tôi xin trả lời Anh/Chị như sau:",
  "Dạ, về câu hỏi của Anh/Chị, tôi xin gửi thông tin như sau ạ:",
  "Cảm ơn Anh/Chị đã hỏi. Tôi xin gửi thông tin ạ:",
  "Cảm ơn Anh/Chị đã quan tâm. Dưới đây là thông tin chi tiết:",
  "Chào Anh/Chị, dưới đây là thông tin Anh/Chị cần:",
  "Dạ, thông tin Anh/Chị hỏi như sau ạ:",
  "Dạ em chào Anh/Chị, em xin gửi Anh/Chị thông tin ạ.",
  "Dạ, tôi gửi Anh/Chị thông tin về thủ tục này như sau:",
  "Dạ vâng, thưa Anh/Chị, thông tin như sau ạ:",
  "Xin chào Anh/Chị! Rất vui được hỗ trợ Anh/Chị.",
  "Dạ, tôi xin phép trả lời câu hỏi của Anh/Chị ạ.",
  "Thưa Anh/Chị, thủ tục này có các thông tin sau:",
  "Kính thưa Anh/Chị, tôi xin cung cấp thông tin như sau:",
  "Dạ, mời Anh/Chị xem thông tin dưới đây ạ.",
  "Dạ, theo thông tin đã công bố, tôi xin trả lời Anh/Chị như sau:",
  "Anh/Chị vui lòng xem thông tin bên dưới ạ.",
  "Dạ, tôi xin gửi lời chào đến Anh/Chị.",
  "Dạ, để Anh/Chị tiện theo dõi, tôi xin gửi thông tin như sau:",
  "Dạ, Anh/Chị tham khảo thông tin sau giúp tôi nhé:",
  "Chào Anh/Chị ạ, về thủ tục này tôi xin trả lời như sau:",
  "Dạ, tôi đã nhận được câu hỏi của Anh/Chị. Thông tin như sau ạ:",
  "Cảm ơn Anh/Chị đã nhắn tin. Tôi xin trả lời ạ.",
];

/** “§” stands for the procedure's name. */
const NAMED: readonly string[] = [
  "Dạ, về thủ tục §, tôi xin gửi Anh/Chị thông tin ạ.",
  "Dạ, đây là thông tin về §:",
  "Thưa Anh/Chị, về việc §, thông tin như sau:",
  "Dạ, Anh/Chị hỏi về § ạ. Tôi xin trả lời như sau:",
  "Thông tin về thủ tục “§” như sau:",
  "Để làm thủ tục §, Anh/Chị xem thông tin dưới đây ạ:",
  "Dạ thưa Anh/Chị, khi làm thủ tục §, thông tin cần biết như sau:",
  "Dạ, với thủ tục §, tôi xin trả lời ạ:",
  "Dạ, em xin gửi thông tin về thủ tục § để Anh/Chị nắm ạ.",
  "Cảm ơn Anh/Chị đã hỏi về thủ tục §.",
];

const CLOSINGS: readonly string[] = [
  "Anh/Chị cần hỏi thêm, xin nhắn lại giúp tôi ạ.",
  "Nếu cần hỏi thêm, Anh/Chị nhắn cho tôi nhé.",
  "Nếu Anh/Chị cần biết thêm thông tin, xin nhắn lại ạ.",
  "Nếu còn điều gì chưa rõ, Anh/Chị cứ nhắn cho tôi ạ.",
  "Anh/Chị còn thắc mắc gì, xin cứ hỏi lại tôi ạ.",
  "Anh/Chị cần hỏi thêm gì không ạ?",
  "Anh/Chị có cần hỏi thêm gì nữa không ạ?",
  "Xin cảm ơn Anh/Chị ạ.",
  "Tôi xin cảm ơn Anh/Chị.",
  "Trân trọng cảm ơn Anh/Chị.",
  "Trân trọng.",
  "Kính chúc Anh/Chị nhiều sức khỏe.",
  "Chúc Anh/Chị một ngày tốt lành ạ.",
  "Chúc Anh/Chị mọi việc thuận lợi.",
  "Tôi luôn sẵn sàng trả lời Anh/Chị.",
  "Em sẵn sàng hỗ trợ Anh/Chị thêm ạ.",
  "Hy vọng thông tin này hữu ích với Anh/Chị.",
  "Mong thông tin trên giúp ích cho Anh/Chị ạ.",
  "Trên đây là thông tin về thủ tục Anh/Chị hỏi ạ.",
  "Anh/Chị xem giúp tôi nhé.",
  "Cảm ơn Anh/Chị đã liên hệ.",
  "Anh/Chị vui lòng nhắn lại nếu cần hỏi thêm ạ.",
  "Nếu có câu hỏi khác, Anh/Chị cứ hỏi tiếp tại đây ạ.",
  "Nếu cần hỗ trợ thêm, Anh/Chị hãy nhắn cho tôi.",
  "Dạ, tôi xin hết ạ. Cảm ơn Anh/Chị.",
];

type Rewrite = readonly [what: string, rewrite: (plain: string) => string];

const HEADINGS: readonly Rewrite[] = [
  ["Phí, lệ phí:", "Lệ phí:"],
  ["Phí, lệ phí:", "Về lệ phí:"],
  ["Phí, lệ phí:", "Phí:"],
  ["Phí, lệ phí:", "Dạ, phí và lệ phí:"],
  ["Phí, lệ phí:", "Lệ phí là"],
  ["Phí, lệ phí:", "Mức phí, lệ phí:"],
  ["Phí, lệ phí:", "Về phí, lệ phí thì như sau:"],
  ["Thời hạn giải quyết:", "Thời hạn:"],
  ["Thời hạn giải quyết:", "Thời gian giải quyết:"],
  ["Thời hạn giải quyết:", "Về thời hạn giải quyết:"],
  ["Thời hạn giải quyết:", "Thời hạn giải quyết là:"],
  ["Thời hạn giải quyết:", "Thời hạn giải quyết là"],
  ["Thời hạn giải quyết:", "Còn thời gian giải quyết là"],
  ["Thời hạn giải quyết:", "Thời hạn giải quyết hồ sơ:"],
  ["Giấy tờ cần có:", "Giấy tờ cần chuẩn bị:"],
  ["Giấy tờ cần có:", "Giấy tờ cần có gồm:"],
  ["Giấy tờ cần có:", "Các giấy tờ cần có:"],
  ["Giấy tờ cần có:", "Anh/Chị cần chuẩn bị các giấy tờ sau:"],
  ["Giấy tờ cần có:", "Anh/Chị vui lòng chuẩn bị các giấy tờ sau ạ:"],
  ["Giấy tờ cần có:", "Hồ sơ gồm các giấy tờ:"],
  ["Giấy tờ cần có:", "Về giấy tờ, Anh/Chị cần chuẩn bị:"],
  ["Giấy tờ cần có:", "Dạ, các giấy tờ như sau:"],
  ["Giấy tờ cần có:", "Giấy tờ:"],
  ["Các bước:", "Các bước thực hiện:"],
  ["Các bước:", "Các bước như sau:"],
  ["Căn cứ pháp lý:", "Căn cứ:"],
  ["Căn cứ pháp lý:", "Về căn cứ pháp lý:"],
  ["Cơ quan giải quyết:", "Cơ quan giải quyết là"],
  ["Cơ quan giải quyết:", "Cơ quan có thẩm quyền giải quyết:"],
  ["Kết quả nhận được:", "Kết quả:"],
].map(([from = "", to = ""]): Rewrite => [`${from} → ${to}`, (plain) => plain.replace(from, to)]);

const swap = (plain: string): string => {
  const [head, ...rest] = plain.split("\n\n");
  return [head, ...rest.slice(0, -1).toReversed(), rest.at(-1)].join("\n\n");
};

const SHAPES: readonly Rewrite[] = [
  ["as it is", (plain) => `${plain}\n`],
  ["dots for dashes", (plain) => plain.replaceAll("\n- ", "\n• ")],
  ["stars for dashes", (plain) => plain.replaceAll("\n- ", "\n* ")],
  ["pluses for dashes", (plain) => plain.replaceAll("\n- ", "\n+ ")],
  ["indented lists", (plain) => plain.replaceAll("\n- ", "\n  - ")],
  ["no marks on lists", (plain) => plain.replaceAll("\n- ", "\n")],
  ["closer lines", (plain) => plain.replaceAll("\n\n", "\n")],
  ["wider lines", (plain) => plain.replaceAll("\n", "\n\n")],
  ["spaces at line ends", (plain) => plain.replaceAll("\n", "  \n")],
  ["Windows line ends", (plain) => plain.replaceAll("\n", "\r\n")],
  ["decomposed letters", (plain) => plain.normalize("NFD")],
  ["parts turned around", swap],
  ["a kind word behind the fee", (plain) => plain.replace(/(?<=Phí, lệ phí: )[^\n]*[^\n.](?=\n)/u, "$& ạ.")],
  ["a kind word behind the time", (plain) => plain.replace(/(?<=Thời hạn giải quyết: )[^\n]*[^\n.](?=\n)/u, "$& ạ.")],
  ["a full stop behind each item", (plain) => plain.replace(/(?<=\n- [^\n]*[^\n.;:])(?=\n)/gu, ".")],
  ["a semicolon behind each item", (plain) => plain.replace(/(?<=\n- [^\n]*[^\n.;:])(?=\n)/gu, ";")],
  ["headings on their own line", (plain) => plain.replace(/(?<=\n)(Thời hạn giải quyết|Phí, lệ phí): /gu, "$1:\n")],
  [
    "capital headings",
    (plain) => plain.replace(/(?<=\n)(Thời hạn giải quyết|Giấy tờ cần có|Phí, lệ phí):/gu, (one) => one.toUpperCase()),
  ],
  [
    "fee and time in one line",
    (plain) =>
      plain.replace(
        /Thời hạn giải quyết: ([^\n]*?)\.?\n\nPhí, lệ phí: ([^\n]*)/u,
        "Thời hạn giải quyết là $1, lệ phí là $2 ạ.",
      ),
  ],
];

/** Each as a change of a plain answer; what does not apply leaves it as it is. */
export function honestRewrites(name: string): readonly Rewrite[] {
  return [
    ...OPENINGS.map((words): Rewrite => [words, (plain) => `${words}\n\n${plain}`]),
    ...NAMED.map((words): Rewrite => [words, (plain) => `${words.replace("§", () => name)}\n\n${plain}`]),
    ...CLOSINGS.map((words): Rewrite => [words, (plain) => `${plain}\n\n${words}`]),
    ...HEADINGS,
    ...SHAPES,
  ];
}
