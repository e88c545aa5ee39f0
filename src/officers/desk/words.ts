import type { ChannelName } from "../../messages/index.ts";
import type {
  CommandData,
  CommandRefusal,
  ContentCode,
  RecordType,
  TicketEvent,
  Role as TicketRole,
  TicketStatus,
} from "../../tickets/index.ts";
import { ROLE_NAMES } from "../accounts/account.ts";
import type { CommandForm } from "./forms.ts";
import type { LetterRefusal } from "./letters/store.ts";

export const STATUS_NAMES: Readonly<Record<TicketStatus, string>> = {
  received: "Chờ phân loại",
  assigned: "Đã giao, chưa nhận",
  in_progress: "Đang xử lý",
  waiting_for_citizen: "Chờ dân bổ sung",
  drafted: "Chờ duyệt trả lời",
  answered: "Đã trả lời",
  objected: "Dân chưa đồng ý",
  reopened: "Mở lại",
  refused: "Không tiếp nhận",
  transferred: "Đã chuyển cơ quan khác",
  withdrawn: "Dân đã rút",
  merged: "Đã gộp",
  closed: "Đã đóng",
};

export const RECORD_NAMES: Readonly<Record<RecordType, string>> = {
  pakn_hanh_vi: "Phản ánh hành vi",
  pakn_quy_dinh: "Phản ánh quy định",
  kien_nghi: "Kiến nghị",
  ho_so_tre: "Hồ sơ trễ hẹn",
  hien_truong: "Phản ánh hiện trường",
  hoi_dap: "Câu hỏi chưa có trả lời",
  khen_gop_y: "Khen, góp ý",
  khieu_nai: "Khiếu nại",
  to_cao: "Tố cáo",
};

/** The eight contents, named after NĐ 20/2008/NĐ-CP Đ5. */
export const CONTENT_NAMES: Readonly<Record<ContentCode, string>> = {
  hv: "Hành vi chậm trễ, gây phiền hà, làm không đúng quy định (khoản 1)",
  "qd.thuc_te": "Quy định không phù hợp thực tế (khoản 2)",
  "qd.dong_bo": "Quy định không đồng bộ, thiếu thống nhất (khoản 3)",
  "qd.hop_phap": "Quy định không hợp pháp, trái pháp luật (khoản 4)",
  "qd.dieu_uoc": "Quy định trái điều ước quốc tế (khoản 5)",
  "qd.khac": "Vấn đề khác của quy định (khoản 6)",
  "kn.phuong_an": "Phương án xử lý điều được phản ánh (khoản 7)",
  "kn.sang_kien": "Sáng kiến ban hành quy định mới (khoản 8)",
};

export const SOURCE_NAMES: Readonly<Record<ChannelName, string>> = {
  zalo: "Zalo",
  "zalo-bot": "Zalo Bot",
  sms: "SMS",
  voice: "Gọi tổng đài",
  transcript: "Bản ghi hotline",
  botframework: "Bot Framework",
  console: "Dòng lệnh",
  web: "Trang thử",
};

export const DUTY_NAMES: Readonly<Record<TicketRole, string>> = {
  ...ROLE_NAMES,
  citizen: "Người dân",
  system: "Hệ thống",
};

const EVENT_NAMES: Readonly<Record<string, string>> = {
  opened: "Mở phiếu",
  reporter_moved: "Người dân nói tiếp ở kênh khác",
  assign: "Giao xử lý",
  take: "Nhận xử lý",
  return: "Trả về phân loại",
  ask_citizen: "Hỏi thêm người dân",
  supply: "Người dân bổ sung",
  draft: "Soạn dự thảo trả lời",
  send_back: "Trả lại dự thảo",
  approve: "Duyệt và gửi trả lời",
  answer: "Trả lời người dân",
  object: "Người dân chưa đồng ý",
  uphold: "Giữ nguyên trả lời",
  reopen: "Mở lại phiếu",
  refuse: "Không tiếp nhận",
  transfer: "Chuyển cơ quan khác",
  withdraw: "Người dân rút phiếu",
  merge: "Gộp phiếu",
  unmerge: "Tách phiếu",
  wishes_merge: "Người gửi muốn theo dõi cùng phiếu khác",
  merged_in: "Nhận gộp một phiếu khác",
  parted_from: "Tách một phiếu đã gộp",
  extend: "Gia hạn",
  apologise: "Xin lỗi vì trễ hạn",
  reminder: "Nhắc việc",
  reclassify: "Phân loại lại",
  set_content: "Chọn nội dung phản ánh",
  bar: "Ghi người, đơn vị bị nêu",
  unbar: "Bỏ người, đơn vị bị nêu",
  close: "Đóng phiếu",
  letter_written: "Lập phiếu chuyển",
  note_internal: "Ghi chú nội bộ",
  note_citizen: "Trao đổi với người dân",
  transcript_corrected: "Bản ghi cuộc gọi được sửa",
  national_code: "Ghi mã hệ thống quốc gia",
};

export const eventName = (kind: string): string => EVENT_NAMES[kind] ?? kind;

/** The parts of an event's data that are words for a person, in reading order. */
const TOLD: readonly (keyof CommandData)[] = [
  "because",
  "reason",
  "question",
  "text",
  "answer",
  "agency",
  "letter",
  "intoCode",
];
/** Told beside the words: the other ticket of a merger, what the national system gave it, a letter's number, a reminder's rung. */
const BESIDE = ["fromCode", "nationalCode", "number", "name"] as const;

/** Names of units and people by their ids. */
export interface EventNames {
  readonly unit: (id: string) => string;
  readonly person: (id: string) => string;
}

/** What was said with an event, each thing once; empty when the event speaks for itself. */
export function eventWords({ kind, data }: Pick<TicketEvent, "kind" | "data">, names: EventNames): string {
  const words = [
    kind === "assign" ? givenTo(data, names) : "",
    typeof data["about"] === "string" ? nameOf(data["about"], names) : "",
    RECORD_NAMES[data["recordType"] as RecordType],
    CONTENT_NAMES[data["contentCode"] as ContentCode],
    ...[...TOLD, ...BESIDE].map((name) => data[name]),
    kind === "apologise" ? `hẹn trả lời ${dayWords(data["newDate"])}` : "",
  ].filter((value): value is string => typeof value === "string" && value !== "");
  return [...new Set(words)].join(" · ");
}

/** Of a unit or, where there is none with the id, of a person. */
export const nameOf = (id: string, { unit, person }: EventNames): string => (unit(id) === id ? person(id) : unit(id));

function givenTo({ department, assignee }: TicketEvent["data"], { unit, person }: EventNames): string {
  const named = [unit(String(department ?? "")), typeof assignee === "string" ? person(assignee) : ""].filter(Boolean);
  return named.length === 0 ? "" : `cho ${named.join(", ")}`;
}

/** "2026-12-08" → "8/12/2026". */
const dayWords = (day: unknown): string => String(day).split("-").map(Number).reverse().join("/");

/** Why a form was refused: a stale one without a field has kept nothing typed, an apology with a day was given a wrong one. */
export function refusalWords(
  { reason }: { readonly reason: keyof typeof REFUSAL_WORDS },
  form: CommandForm,
  newDate: string,
): string {
  if (reason === "stale" && form.command === "take") return "Phiếu vừa được người khác cập nhật; xin xem lại bên dưới.";
  return reason === "incomplete" && form.command === "apologise" && newDate !== ""
    ? "Ngày hẹn mới phải là một ngày làm việc sắp tới: không phải thứ Bảy, Chủ nhật, ngày lễ hay ngày đã qua."
    : REFUSAL_WORDS[reason];
}

/** Why a command was not carried out, for the officer. */
export const REFUSAL_WORDS: Readonly<Record<CommandRefusal | LetterRefusal, string>> = {
  number_malformed: "Số văn bản ghi như “12”, “12a” hoặc “12/PC-UBND”. Xin ghi lại hoặc để trống.",
  number_taken: "Số văn bản này đã dùng cho một phiếu chuyển khác trong năm. Xin ghi số khác hoặc để trống.",
  stale:
    "Phiếu vừa được người khác cập nhật. Nội dung Anh/Chị đã nhập vẫn còn bên dưới; xin xem lại phiếu rồi gửi lại.",
  not_allowed: "Anh/Chị không thực hiện được việc này với phiếu hiện tại.",
  wrong_state: "Phiếu đã sang bước khác nên không thực hiện được việc này.",
  too_late: "Đã quá thời gian được làm việc này.",
  incomplete: "Vui lòng nhập đủ nội dung bắt buộc.",
  not_found: "Không tìm thấy phiếu liên quan.",
  later_due: "Phiếu kia có hạn muộn hơn: hãy gộp theo chiều ngược lại để không ai phải chờ lâu hơn.",
};
