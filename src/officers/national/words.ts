import type { NationalCodeRefusal, NationalNames } from "../../tickets/index.ts";
import { CONTENT_NAMES, RECORD_NAMES, SOURCE_NAMES, STATUS_NAMES } from "../desk/words.ts";

/** The console's own words for what goes into the national system. */
export const nationalNames = (department: (id: string) => string): NationalNames => ({
  kind: (type) => RECORD_NAMES[type],
  contentCode: (code) => CONTENT_NAMES[code],
  channel: (source) => SOURCE_NAMES[source],
  department,
  status: (status) => STATUS_NAMES[status],
});

export const CODE_REFUSALS: Readonly<Record<NationalCodeRefusal, string>> = {
  not_found: "Không tìm thấy phiếu.",
  not_allowed: "Anh/Chị không được ghi mã cho phiếu này.",
  not_feedback: "Khiếu nại, tố cáo không nhập vào hệ thống phản ánh, kiến nghị.",
  malformed: "Mã chưa đúng dạng PAKN.nămthángngày.số, ví dụ PAKN.20261123.0001.",
};
