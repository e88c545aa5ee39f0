/** Zalo's numbers by what an officer can make of them. */
const ZALO: readonly (readonly [words: string, codes: readonly number[]])[] = [
  ["người dân đã chặn OA", [-217]],
  ["người dân chưa quan tâm OA", [-213]],
  ["đã quá 7 ngày từ lần cuối người dân nhắn Zalo", [-230, -232, -305, -311]],
  ["người dân không nhận loại tin này", [-244, -114, -139, -140, -141]],
  ["tài khoản Zalo của người dân không nhận được tin", [-227, -108, -110, -118, -119]],
  ["đã hết lượt gửi trong ngày", [-218, -144, -147]],
  ["Zalo không nhận tin vào giờ này", [-133, -234]],
  ["Zalo đang giới hạn số lần gọi", [-32]],
  ["quyền gửi tin Zalo đã hết hạn", [-216, -220, -124]],
  ["mẫu tin chưa được duyệt hoặc đã bị khóa", [-109, -117, -131, -146]],
  ["tài khoản trả phí của OA đã hết tiền hoặc chưa nối", [-115, -136, -137, -320, -321]],
  ["OA chưa được dùng tính năng này", [-204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -135, -1351]],
];
const OF_ZALO = new Map(ZALO.flatMap(([words, codes]) => codes.map((code) => [code, words] as const)));

/** The first that fits says it. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^window_closed$/, "đã quá 7 ngày từ lần cuối người dân nhắn Zalo"],
  [/^wished$/, "người dân muốn nhận bằng cách khác"],
  [/^forgotten$/, "đã xóa dữ liệu theo yêu cầu"],
  [/^asked for no notices$/, "người dân không nhận tin báo"],
  [/^given up by /, "cán bộ đã dừng"],
  [/^not delivered\b/, "nhà cung cấp báo tin không tới máy"],
  [/^no sender$/, "kênh này đang tắt"],
  [/held back in the console/, "quản trị đang tạm ngừng gửi"],
  [/(?:time-out|no answer in time)$/, "nhà cung cấp không trả lời kịp"],
  [/^botframework service url/, "không có địa chỉ nhận được phép"],
  [/unreachable$/, "chưa nối được tới nhà cung cấp"],
  [/unreadable answer$|no token for the file|no id for the picture/, "nhà cung cấp trả lời không đọc được"],
  [/http (?:401|403)\b/, "nhà cung cấp không chấp nhận tài khoản của hệ thống"],
  [/http 429\b/, "nhà cung cấp đang giới hạn số tin"],
  [/http 5\d\d\b/, "nhà cung cấp đang gặp sự cố"],
  [/token|app secret/, "hệ thống chưa có hoặc đã mất quyền gửi tin"],
  [/template does not go by/, "mẫu tin không gửi được bằng cách này"],
  [/no template|template is not approved/, "chưa có mẫu tin được duyệt cho việc này"],
  [/^zalo template:/, "nội dung không vừa mẫu tin"],
  [/file is gone/, "tệp gửi kèm không còn"],
  [/our own pace/, "hệ thống đang gửi quá nhanh, chờ tới lượt"],
  [/^twilio: no sender/, "chưa đặt số gửi (TWILIO_FROM)"],
  [/^twilio 21610$/, "người dân đã từ chối nhận tin nhắn"],
  [/^twilio (?:21211|21614|21612|30003|30005|30006)$/, "số này không nhận được tin nhắn"],
  [/^worker died|^sender threw/, "hệ thống gặp lỗi lúc gửi"],
  [/^nothing to send|key is too long/, "tin này không gửi được bằng kênh này"],
  [/^(?:zalo|zalo-bot|esms|twilio|android|botframework)\b/, "nhà cung cấp không nhận"],
];

/** Why a message did not go, for people who read Vietnamese; the code stands behind for whoever has to look it up. */
export function troubleWords(reason: string): string {
  const zalo = /^zalo(?: token)? (-\d+)$/.exec(reason)?.[1];
  const words = OF_ZALO.get(Number(zalo)) ?? SIGNS.find(([sign]) => sign.test(reason))?.[1];
  return words === undefined ? `mã: ${reason}` : `${words}; mã: ${reason}`;
}
