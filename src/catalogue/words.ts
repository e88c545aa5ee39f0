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
  out_of_force: "thủ tục đã bãi bỏ hoặc hết hiệu lực (bỏ qua)",
  past_review: "quá ngày phải rà soát",
  code_padded: "mã bị mất số cuối (đã thêm số 0)",
  not_nfc: "chữ chưa theo chuẩn NFC (đã sửa)",
  duplicate: "trùng mã (giữ bản đối chiếu sau, cùng ngày thì dòng sau)",
};

/** What a clerk does about it. */
export const RULE_ADVICE: Readonly<Record<Defect["rule"], string>> = {
  not_published: "ghi thêm nếu nguồn có",
  set_by_province: "ghi mức của tỉnh, kèm số nghị quyết, vào knowledge/overrides.yaml",
  conflicting: "đối chiếu quyết định công bố, chỉ để lại giá trị đúng",
  no_unit: "ghi thêm đơn vị, ví dụ “3 ngày làm việc”, “8.000 đồng/bản”",
  expired: "tìm văn bản đang có hiệu lực và ghi lại",
  unverified: "đối chiếu với nguồn công bố",
  abolished_level: "thay bằng cơ quan cấp xã hoặc cấp tỉnh nhận việc từ 1/7/2025",
  of_one_province: "ghi cơ quan chung cho cả nước, hoặc đánh dấu là của riêng tỉnh ấy",
  not_readable: "mở trang công bố, chép lại mục này",
  no_code: "ghi mã thủ tục, ví dụ 1.001193",
  code_padded: "đặt cột mã kiểu Văn bản trong Excel, gõ lại đủ 6 số sau dấu chấm",
  not_nfc: "không phải làm gì",
  duplicate: "xóa dòng thừa",
  outdated: "tải lại bản mới",
  out_of_force: "không phải làm gì; nếu còn hiệu lực thì sửa tên hoặc cột tình trạng",
  past_review: "đối chiếu lại rồi ghi ngày rà soát mới; phí và thời hạn tạm không được nói",
};

export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  added: "mới",
  changed: "thay đổi",
  rechecked: "đối chiếu lại, không đổi",
  gone: "không còn trong tệp",
  older: "cũ hơn bản đang dùng (chỉ lưu, không dùng)",
};
