import { HOLDERS, holderPattern, inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/**
 * Conduct is somebody who serves the public and, behind them in the same sentence, how they treated someone, or that they were not at
 * their work: a report on behaviour (NĐ 20/2008 Đ5.1), which their unit does not get to read. In accented words as in accusation.ts.
 */
const AT_THE_COUNTER =
  "một cửa|bảo vệ ủy ban|bảo vệ trụ sở|người tiếp dân|anh tiếp dân|chị tiếp dân|cô tiếp dân|tiếp nhận hồ sơ|ngồi quầy|ở quầy|bàn tiếp nhận|nhân viên (ủy ban|trung tâm|hành chính|tiếp nhận|xã|phường)|giám đốc trung tâm|(mấy|các) (cô|anh|ông|bà|chị|người) (trên|ở|ngoài|trong) (xã|phường|ủy ban)";
/** Somebody else does it, or nobody. */
const OTHERS =
  "thằng|hàng|chồng|bọn|nhóm|người|dân|ai|không|chưa|ko|kiểm|xử|phạt|phòng chống|phát hiện|vụ|trộm|nó|chúng|karaoke|quán|đừng|nên|hãy|giải|mời|khi|nếu";
const SOMEONE =
  "(em|tôi|tui|mình|con|cháu|dân|bà con|mọi người|người dân|người già|người dân tộc|chúng tôi|tụi tui|anh|chị|chồng tôi|vợ tôi|bố tôi|ba tôi|mẹ tôi|má tôi|ông|bà|cụ|mẹ|má|ba|bố|nhà tôi|hoàn cảnh)";
const ACTS = [
  `(quát|quát nạt|mắng|la mắng|chửi|nạt|chửi mắng|sỉ nhục|xúc phạm|lăng mạ|miệt thị|khinh|khinh thường|coi thường|xem thường|cười nhạo|nhạo|chê|mỉa mai|dọa|hăm|hăm dọa|đe dọa|xô|đẩy|đuổi) _${SOMEONE}`,
  "(quát|nạt|mắng|chửi|la) (ầm|um|to|lớn|tháo|lối|thẳng|xối|như)",
  `(bảo|nói|kêu|gọi) ${SOMEONE} (ngu|dốt|nhà quê|im|câm|đồ|thằng|con mụ|phiền|nhiễu|lắm chuyện)`,
  "(đuổi|mời) _(ra khỏi|ra ngoài|ra về|về)",
  "(ném|vứt|quăng|đập|hất) _(hồ sơ|giấy|giấy tờ|đơn|xuống bàn|bàn)",
  "(trợn mắt|quay mặt|quay đi|phớt lờ|làm ngơ|bỏ mặc|xưng mày|mày tao|chỉ mặt|chỉ tay vào mặt|cau có|sưng sỉa|khinh khỉnh|hống hách|hằn học)",
  "(không|chẳng|chả|hổng) (thèm|buồn) (nhìn|nghe|trả lời|tiếp|ngó|chào|ngẩng|nói)",
  "(say rượu|say xỉn|nhậu|uống rượu|uống bia|ngủ gật|ngủ trong giờ|chơi game|lướt điện thoại|lướt facebook|đánh bài|đi cà phê|bỏ vị trí|trốn việc|về sớm|đi muộn)",
  `(bắt|ép|buộc) ${SOMEONE} _(nộp|đóng|ký|chờ|đi lại|làm lại|quay lại|đi photo|photo|đi sao|bổ sung|chạy đi)`,
  `(phạt|lập biên bản) ${SOMEONE} __(oan|sai|vô lý|vô cớ|không đúng)`,
  "(không|ko|chẳng|chả) (giải thích|hướng dẫn)",
  "hẹn _(lần|lượt|tới hẹn lui|lần hẹn lữa)",
  "(mặt nặng|mặt lạnh|phân biệt đối xử|người quen (thì )?(làm|được) trước|thiên vị)",
  "làm mất _(hồ sơ|giấy|giấy tờ|sổ|đơn)",
  "đi làm (trễ|muộn)",
  "(thô lỗ|thô tục|lỗ mãng|xấc xược|hỗn láo|cục cằn|cộc cằn|trịch thượng)",
  "(hẹn|hứa) __(không|ko|chẳng|chưa|hổng) (tới|đến|có mặt|thấy|gặp|ra|lên|tiếp|có ai)",
  "(hẹn|hứa) __(bỏ đi|vắng mặt|thất hẹn)",
  `không cho ${SOMEONE} (vào|vô|gặp|nộp|trình bày|nói)`,
  "ưu ái _(người nhà|người quen|họ hàng|bà con)",
];
/** What was handed in is gone: "hồ sơ của tôi bị cán bộ làm thất lạc". */
const HANDED_IN = "(hồ sơ|giấy|giấy tờ|sổ|bìa|đơn)";
const LOST = "làm _(mất|thất lạc|hư|rách)";
/** Asked about a dossier, whoever sits there answers so: "lên hỏi thì cô Lan quát mắng tôi". */
const SCOLDED = "hỏi __(quát|quát mắng|mắng|nạt|chửi|đuổi|la mắng|hất)";
const OF_OFFICE = "(hồ sơ|thủ tục|ủy ban|một cửa|trụ sở|(lên|ra|tới|đến) (xã|phường))";
const NEIGHBOURS = "hàng xóm|chồng|vợ|bố|mẹ|con|chủ";
/** Whoever is called does it: "gọi cho cán bộ mấy lần không nghe máy". */
const ON_THE_PHONE = "((không|ko) (nghe máy|bắt máy|nhấc máy|nghe điện)|tắt máy|cúp máy|dập máy)";

const conductIn = inBothTypings((words: Words) => {
  const who = holderPattern(words, AT_THE_COUNTER);
  const between = `(?:(?!(?:${words(OTHERS)}) )\\S+ ){0,7}?`;
  const called = `(?:${words(`${HOLDERS}|${AT_THE_COUNTER}`)}) ${words(`__${ON_THE_PHONE}`)}`;
  const lost = `${words(HANDED_IN)} ${words("__bị _")}(?:${words(`${HOLDERS}|${AT_THE_COUNTER}`)}) ${words(`_${LOST}`)}`;
  const scolded = `(?<=^(?=.* ${words(OF_OFFICE)} )(?!.* (?:${words(NEIGHBOURS)}) ).*)${words(SCOLDED)}`;
  return new RegExp(
    `(?<= )(?:${who} ${between}(?:${ACTS.map(words).join("|")})|${called}|${lost}|${scolded})(?= |$)`,
    "u",
  );
});

/** True where the words tell how somebody who serves the public behaved. */
export function tellsConduct(text: string): boolean {
  const conduct = conductIn(text);
  return sentencesIn(text).some((said) => conduct.test(said));
}
