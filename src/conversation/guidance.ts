import type { Wording } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import type { Turn, TurnInput } from "./model.ts";
import { say } from "./plain.ts";
import type { ConversationState } from "./state.ts";

/**
 * What is asked on after directions to the lawful path ("nộp ở đâu", "tui sợ lộ tên", "giờ tui làm răng"): frightened people ask in few
 * words, and name nothing. Only these words stand in it, so that a procedure asked for by name is none of it; folded.
 */
const ITS_WORDS = new Set(
  `lay tai tu mua xin toi tui em minh con chau tau choa gia dinh nha me ba bo chong vo da a oi ua u um the vay rua ro roi ma thi la ha ta di nua luon con kip
  khong ko k hong hem nhi nhe nha voi giup gium dum ho giai thich ro hon cho xin hoi muon can phai nen biet duoc bi so lo lang tiet ten tuoi dia chi
  danh tinh giu bi mat kin giau an danh an toan tra thu tru dap dua hai danh de doa lien luy ai nguoi ong ay ta no ho nghe bao
  gui nop dua toi den len ra gap trinh bay keu kien nho viet soan lam ghi ke noi don to mau giay bang chung cu kem o dau mo cho noi co quan ben
  nao phong may gio nao bao lau nhieu ngay thang tuan het qua han tre muon thoi hieu sao rang chi gi the nhu gio chu chung khi nay do kia sap tiep theo buoc dau tien
  neu ve cua ong ba la thi muon bi lam chung nhan chung ghi am quay phim video clip hinh anh chup viet tay danh may thay giup ho uy quyen chu tich pho truong bi thu truong thon truong cong an
  con chau vo chong em anh chi trai gai nguoi nha ba con cung mot phe bao che che cho nhau xu ly xu phat ky luat di tu nghiem minh gio rut lai noi gap truc tiep nhan nop giup hai thang co hieu luc
  khieu nai to cao quyet dinh viec vu chuyen can bo xa phuong uy ban toa an thanh tra tinh cong tiep dan huong dan truc hien ne he lam tay dien thoai tin nhan qua day co phai truc tuyen mang online dung ly`
    .split(/\s+/)
    .filter(Boolean),
);
const LONGEST = 16;
/** "sổ đỏ", "chứng minh nhân dân" are made of its words. */
const TITLE = /\bso (?:do|hong)\b|\bchung (?:minh|nhan)\b/;

/** What each asks after, in the order it is told; what has no words of its own is told by the whole directions. */
const ASPECTS: readonly (readonly [aspect: string, asked: RegExp])[] = [
  [
    "bang_chung",
    /lam chung|nhan chung|chung cu|bang chung|ghi am|quay (?:phim|video|lai|duoc|clip)|video|clip|hinh anh|chup/,
  ],
  ["thay", /(?:nop|viet|lam|di|gui|noi|ky|khieu nai|to cao) (?:\S+ ){0,3}thay(?: |$)|uy quyen/],
  [
    "bi_mat",
    /\b(?:so|lo) (?!luc)|\b(?:lo|tiet lo) (?:ten|danh tinh)|bi mat|giau|tra thu|tru dap|an danh|an toan|doa|lien luy|(?:ho|ai|nguoi ta|ong ay|no|can bo|xa) (?:co )?biet/,
  ],
  [
    "thoi_han",
    /\bhan\b|may (?:ngay|thang)|bao lau|bao nhieu ngay|bao nhieu thang|\bkip\b|\btre\b|qua han|het han|thoi (?:han|hieu)/,
  ],
  [
    "don",
    /(?:viet|danh) (?:tay|may)|mau don|don mau|don (?:to )?(?:(?:phai|thi) )?(?:viet|soan|ghi|lam|the nao|nhu)|(?:viet|soan|ghi|lam) don(?! (?:gui|nop|o|cho|dua))|(?:viet|soan|ghi) (?:gi|sao|rang|the nao|nhu)/,
  ],
  [
    "noi_gui",
    /dung (?:co )?(?:gui|bao|dua|noi|nop|cho)|(?:neu|lo|nho|con|la|cung|gap) (?:\S+ ){0,3}(?:chu tich|truong cong an|bi thu|truong thon|pho|cong an|can bo|phe)|bao che|che cho|(?:gui|nop|dua|toi|den|len|ra|gap|bao|kien|keu|trinh bay|nho|noi|tim|hoi)(?: (?:don|to|cho|voi|len|den|toi|o|ben|cai|bang chung|chung cu|giay))* (?:dau|mo|ai|cho nao|noi nao|co quan nao|ben nao|phong nao)|\bo (?:dau|mo)\b/,
  ],
  [
    "chung",
    /(?:nhan|nop|gui|ghi|chuyen)(?: \S+){0,3} (?:giup|gium|dum|di|giup toi|ho)(?: |$)|(?:bi|phai|muon|xu ly) (?:\S+ ){0,2}(?:xu ly|xu phat|ky luat|di tu|nghiem)|nhan don|lam (?:gi|sao|rang|chi|the nao)|(?:gio|roi|vay|the|thi) (?:\S+ )?(?:sao|rang|gi)|sao gio|lam sao|the nao|o day duoc khong|(?:ghi|nhan|gui|viet) (?:\S+ ){0,5}duoc khong|huong dan/,
  ],
];

const APART: ReadonlySet<string> = new Set(["bang_chung", "thay"]);

function aspectsAsked(text: string): readonly string[] {
  const said = words(text).map(fold);
  if (
    said.length > LONGEST ||
    TITLE.test(said.join(" ")) ||
    !said.every((word) => ITS_WORDS.has(word) || /^\d{1,2}$/.test(word))
  )
    return [];
  const asked = ASPECTS.flatMap(([aspect, pattern]) => (pattern.test(said.join(" ")) ? [aspect] : []));
  const [first = ""] = asked;
  // Whose help and what proof is asked after: where it is handed in stands in each answer.
  if (APART.has(first)) return [first];
  return asked.length > 1 ? asked.filter((aspect) => aspect !== "chung") : asked;
}

/** Said of the matter they were directed on: the part that was asked for, from the same directions. */
export function askingOnAfterGuidance(
  input: TurnInput,
  intents: readonly string[],
  { wording }: { readonly wording: Wording },
): Turn | undefined {
  const { guided } = input.state;
  if (!guided || intents.includes("tan_cong") || intents.includes("gap_can_bo")) return undefined;
  const aspects = aspectsAsked(input.message.text);
  if (aspects.length === 0) return undefined;
  const key = `huong_dan_${guided}`;
  const keys = [...new Set(aspects.map((one) => (wording.has(`${key}.${one}`) ? `${key}.${one}` : key)))];
  const turn = say(input, wording.say(key), { intent: guided, outcome: "directions", recordType: guided });
  return { ...turn, replies: keys.includes(key) ? turn.replies : keys.map((one) => wording.say(one)) };
}

/** Answers, reports and tickets are another matter; courtesies and what was not understood are none. */
const ANOTHER_MATTER: ReadonlySet<string> = new Set(["answered", "clarify", "flow", "ticket", "status"]);

export function withoutGuidance(before: ConversationState, turn: Turn): Turn {
  const { guided, ...state } = turn.state;
  const isOver = guided !== undefined && guided === before.guided && ANOTHER_MATTER.has(turn.trace.outcome);
  return isOver && turn.trace.intent !== "khong_ro" ? { ...turn, state } : turn;
}
