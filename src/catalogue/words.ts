import type { Defect } from "./defects.ts";
import type { Part } from "./versions/difference.ts";
import type { ChangeKind } from "./versions/version.ts";

/** What the parts of a record are called for those who keep the catalogue; citizens hear other words (flows/messages). */
export const PART_WORDS: Readonly<Record<Part, string>> = {
  name: "Tên",
  level: "Cấp",
  field: "Lĩnh vực",
  applicant: "Đối tượng",
  decision: "Quyết định",
  url: "Đường dẫn",
  review_by: "Ngày phải rà soát",
  notes: "Lưu ý",
  agency: "Cơ quan giải quyết",
  place: "Nơi nộp",
  papers: "Giấy tờ",
  time_limit: "Thời hạn",
  fee: "Phí, lệ phí",
  steps: "Các bước",
  conditions: "Điều kiện",
  forms: "Mẫu đơn",
  legal_basis: "Căn cứ pháp lý",
  channels: "Cách nộp",
  result: "Kết quả",
};

/** Why a value is not said, or a row not taken. */
export const RULE_WORDS: Readonly<Record<Defect["rule"], string>> = {
  not_published: "nguồn không ghi",
  set_by_province: "phí do Hội đồng nhân dân tỉnh quy định",
  conflicting: "các giá trị mâu thuẫn",
  no_unit: "con số không có đơn vị",
  expired: "đã hết hiệu lực",
  unverified: "chưa xác nhận được",
  abolished_level: "còn ghi cấp huyện đã bỏ",
  of_one_province: "thủ tục chung mà ghi cơ quan của một tỉnh",
  not_readable: "chữ bị lỗi",
  no_code: "không có mã thủ tục (bỏ qua)",
  outdated: "bản cũ năm 2021 (bỏ qua)",
  not_nfc: "chữ chưa theo chuẩn NFC (đã sửa)",
  duplicate: "trùng mã (giữ bản đối chiếu sau, cùng ngày thì dòng sau)",
};

export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  added: "mới",
  changed: "thay đổi",
  rechecked: "đối chiếu lại, không đổi",
  gone: "không còn trong tệp",
  older: "cũ hơn bản đang dùng (chỉ lưu, không dùng)",
};
