import { z } from "zod";
import { fold } from "../../text/index.ts";
import type { Titles } from "./titles.ts";

/** What a column of an office's table can hold; names as in a published catalogue. */
export const COLUMNS = [
  "code",
  "name",
  "field",
  "agency",
  "level",
  "papers",
  "steps",
  "time_limit",
  "fee",
  "place",
  "conditions",
  "legal_basis",
  "forms",
  "channels",
  "result",
  "applicant",
  "decision",
  "as_of",
  "review_by",
  "status",
  "url",
] as const;
export type Column = (typeof COLUMNS)[number];

const titles = z.union([
  z
    .string()
    .min(1)
    .transform((title) => [title]),
  z.array(z.string().min(1)).min(1),
]);

/** How a clerk's table is read: our field → title of its column, or of several that are joined in that order. */
export const Mapping = z.strictObject({
  /** Name of the Excel sheet; absent: the first. */
  sheet: z.string().optional(),
  columns: z
    .partialRecord(z.enum(COLUMNS), titles)
    .refine((columns) => columns.code && columns.name, "cần ít nhất hai cột code và name"),
  /** Words in the level column → level. */
  levels: z.record(z.string().min(1), z.enum(["xã", "tỉnh", "bộ"])).optional(),
  /** For rows that leave the column empty, or where there is none. */
  defaults: z.partialRecord(z.enum(["decision", "as_of", "url", "field", "level", "agency"]), z.string()).optional(),
});
export type Mapping = z.infer<typeof Mapping>;

/** Titles that offices commonly give these columns, the surest first. */
const COMMON: Readonly<Record<Column, readonly string[]>> = {
  code: [
    "Mã TTHC",
    "Mã thủ tục hành chính",
    "Mã thủ tục",
    "Mã số TTHC",
    "Mã số thủ tục",
    "Mã hồ sơ TTHC",
    "Mã số",
    "Mã",
  ],
  name: ["Tên thủ tục hành chính", "Tên TTHC", "Tên thủ tục", "Thủ tục hành chính", "Thủ tục"],
  field: ["Lĩnh vực", "Tên lĩnh vực"],
  agency: ["Cơ quan thực hiện", "Cơ quan giải quyết", "Cơ quan có thẩm quyền", "Thẩm quyền giải quyết"],
  level: ["Cấp thực hiện", "Cấp giải quyết", "Cấp"],
  papers: ["Thành phần hồ sơ", "Hồ sơ", "Giấy tờ", "Giấy tờ cần có", "Hồ sơ cần nộp"],
  steps: ["Trình tự thực hiện", "Các bước thực hiện", "Trình tự"],
  time_limit: ["Thời hạn giải quyết", "Thời gian giải quyết", "Thời hạn", "Thời gian"],
  fee: ["Phí, lệ phí", "Mức phí, lệ phí", "Phí và lệ phí", "Lệ phí", "Phí", "Mức thu"],
  place: [
    "Địa điểm thực hiện",
    "Nơi nộp hồ sơ",
    "Nơi tiếp nhận hồ sơ",
    "Nơi nộp",
    "Nơi tiếp nhận",
    "Địa điểm tiếp nhận",
  ],
  conditions: ["Yêu cầu, điều kiện thực hiện", "Yêu cầu, điều kiện", "Điều kiện"],
  legal_basis: ["Căn cứ pháp lý", "Cơ sở pháp lý"],
  forms: ["Tên mẫu đơn, mẫu tờ khai", "Mẫu đơn, mẫu tờ khai", "Mẫu đơn, tờ khai", "Biểu mẫu"],
  channels: ["Cách thức thực hiện", "Cách thức nộp", "Hình thức nộp", "Cách nộp"],
  result: ["Kết quả thực hiện", "Kết quả giải quyết", "Kết quả"],
  applicant: ["Đối tượng thực hiện", "Đối tượng"],
  decision: ["Quyết định công bố", "Số quyết định", "Quyết định"],
  as_of: ["Ngày đối chiếu", "Ngày cập nhật", "Cập nhật ngày"],
  review_by: ["Ngày rà soát", "Ngày phải rà soát", "Hạn rà soát", "Rà soát trước ngày"],
  status: ["Tình trạng", "Trạng thái", "Hiệu lực", "Tình trạng hiệu lực"],
  url: ["Đường dẫn", "Liên kết", "Link", "URL"],
};

/** Which columns of the table (from 0) hold a field; more than one are joined. */
export type Places = ReadonlyMap<Column, readonly number[]>;

export const titleKey = (title: string): string =>
  fold(title)
    .replace(/\(neu co\)/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** Reads titles as the header of the mapped columns: one under another goes by both ("Lệ phí: Trực tiếp"), all under one by that. `missing`: titles the mapping names and the row lacks. */
export function placeMapped(header: Titles, mapping: Mapping): { places: Places; missing: string[] } {
  const [keys, mains] = [
    header.titles.map((_, i) => titleKey(`${header.titles[i]} ${header.below[i]}`)),
    header.titles.map(titleKey),
  ];
  const placesOf = (title: string) => {
    const key = titleKey(title);
    const at = keys.indexOf(key);
    return at >= 0 ? [at] : mains.flatMap((main, i) => (main === key && header.below[i] ? [i] : []));
  };
  const named = Object.entries(mapping.columns) as [Column, readonly string[]][];
  const missing = named.flatMap(([, wanted]) => wanted.filter((title) => placesOf(title).length === 0));
  return { places: new Map(named.map(([column, wanted]) => [column, wanted.flatMap(placesOf)])), missing };
}

/** Fees and times are told apart by the way in which a citizen applies. */
const BY_WAY: readonly Column[] = ["fee", "time_limit"];

/** Guesses columns by their titles. `unsure`: fields that several columns could be, which are better left unread. */
export function guessPlaces(header: Titles): { places: Places; unsure: Column[] } {
  const keys = header.titles.map(titleKey);
  const found = COLUMNS.map((column) => {
    const known = COMMON[column].map(titleKey);
    const at = known.flatMap((key) => keys.flatMap((one, i) => (one === key ? [i] : [])));
    const isByWay =
      BY_WAY.includes(column) && new Set(at.map((i) => keys[i])).size === 1 && at.every((i) => header.below[i]);
    return { column, at, isByWay };
  });
  // The surest title names code and name; half a fee would be a wrong fee.
  const isSure = ({ column, at, isByWay }: (typeof found)[number]) =>
    at.length === 1 || isByWay || column === "code" || column === "name";
  const places = found.flatMap((one) =>
    one.at.length > 0 && isSure(one) ? [[one.column, one.isByWay ? one.at : one.at.slice(0, 1)] as const] : [],
  );
  const unsure = found.filter((one) => one.at.length > 1 && !isSure(one)).map(({ column }) => column);
  return { places: new Map(places), unsure };
}
