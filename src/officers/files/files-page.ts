import { EXTENSIONS, isToSend, type KeptAttachment } from "../../attachments/index.ts";
import { printInstant } from "../../tickets/index.ts";

/** One file of a ticket as its page shows it. */
export interface FileLine {
  readonly id: string;
  /** What it is called when it is taken away: "PA-XXXX-XXXX-1.jpg". */
  readonly title: string;
  readonly isPicture: boolean;
  readonly canOpen: boolean;
  /** Why it cannot be opened; empty where it can. */
  readonly why: string;
  readonly details: string;
  /** An officer's, not gone out yet. */
  readonly canTakeBack: boolean;
}

export interface FilesPage {
  readonly received: readonly FileLine[];
  readonly given: readonly FileLine[];
}

const WHY: Readonly<Record<string, string>> = {
  type: "Loại tệp này không được nhận (chỉ nhận ảnh, PDF, bản ghi âm).",
  malformed: "Tệp hỏng hoặc không đúng là ảnh.",
  too_large: "Tệp lớn quá mức nhận.",
  gone: "Nơi gửi không còn giữ tệp.",
  infected: "Tệp có mã độc nên đã bị bỏ.",
  unreachable: "Không tải được từ nơi gửi.",
  host: "Nơi chứa tệp không có trong danh sách được tải.",
  not_https: "Nơi chứa tệp không dùng kết nối an toàn.",
  private_address: "Địa chỉ của tệp không được phép tải.",
  redirect: "Nơi chứa tệp dẫn sang địa chỉ không được phép.",
};

function whyNot({ state, reason }: KeptAttachment): string {
  if (state === "kept") return "";
  if (state === "waiting") return reason === "disk_full" ? "Máy chủ hết chỗ, tệp đang chờ." : "Đang tải về.";
  if (state === "unscanned") return "Đang chờ quét mã độc.";
  if (state === "purged") return "Đã xóa.";
  return WHY[reason ?? ""] ?? "Không nhận được tệp.";
}

/** A file's own name could be anything, and could be who sent it: what is handed out is named after its ticket. */
export function titleOf(code: string, nth: number, { type }: KeptAttachment): string {
  return `${code}-${nth + 1}${type ? `.${EXTENSIONS[type]}` : ""}`;
}

/** A ticket's files, those of the citizen apart from the office's. `hidesNames`: the reporter must stay unknown. */
export function filesPage(code: string, files: readonly KeptAttachment[], hidesNames: boolean): FilesPage {
  const lines = files.map((file, nth): FileLine & { readonly direction: string } => ({
    id: file.id,
    direction: file.direction,
    title: titleOf(code, nth, file),
    isPicture: file.type?.startsWith("image/") ?? false,
    canOpen: file.state === "kept",
    why: whyNot(file),
    details: [
      printInstant(file.createdAt),
      sizeOf(file.size),
      hidesNames && file.direction === "in" ? "" : (file.name ?? ""),
    ]
      .filter(Boolean)
      .join(" · "),
    canTakeBack: isToSend(file),
  }));
  return {
    received: lines.filter(({ direction }) => direction === "in"),
    given: lines.filter(({ direction, why }) => direction === "out" && why === ""),
  };
}

function sizeOf(bytes: number | null): string {
  if (bytes === null) return "";
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
}
