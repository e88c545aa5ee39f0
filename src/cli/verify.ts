import { parseArgs } from "node:util";
import { keysIn } from "../app/receipts.ts";
import type { HistoryBreak } from "../app/verify.ts";
import { type Config, readConfig } from "../config.ts";
import { verifyExport, verifyReceipt } from "./verify-receipt.ts";
import { breakLine, progressLine, summaryLines, WHAT_TO_DO } from "./verify-words.ts";

const HELP = `lang-nghe verify [--key KHÓA] [--json]
lang-nghe verify --receipt TỆP|CHUỖI [--key KHÓA|TỆP] [--export TỆP] [--content TỆP|CHỮ] [--json]
lang-nghe verify --export TỆP [--json]

Tính lại chuỗi băm lịch sử của mọi phiếu trong cơ sở dữ liệu đã cấu hình (SQLite hay PostgreSQL) và kiểm tra các dấu niêm.
Không sửa gì; chạy được khi hệ thống đang hoạt động và trên bản sao lưu (đặt DATA_DIR hoặc DATABASE_URL).

--receipt  kiểm tra một biên nhận của người dân. Có --key hoặc --export thì không cần mạng và không cần cơ sở dữ liệu;
           không có thì đối chiếu với cơ sở dữ liệu đã cấu hình.
--key      khóa công khai đã in của cơ quan (43 ký tự, hoặc tệp có nó; lặp lại được). Không có thì tin khóa ghi trong
           cơ sở dữ liệu, và in ra để so.
--export   lịch sử đã xuất (npm run export -- history TỆP): kiểm tra không cần cơ sở dữ liệu.
--content  nội dung người dân đã gửi, để xem có đúng là nội dung đã ghi.
--json     một dòng JSON: ok, tickets, events, seals, last, keys, breaks (100 chỗ đầu), broken (tất cả bao nhiêu chỗ).

Mã kết thúc: 0 còn nguyên, 1 có chỗ không khớp, 2 gọi sai.
`;

const MOST_SHOWN = 100;
const PROGRESS_MS = 2000;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: keysJoined(args),
    options: {
      key: { type: "string", multiple: true },
      receipt: { type: "string" },
      export: { type: "string" },
      content: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { receipt, export: exported, content, json = false, key: keys = [] } = values;
  if (receipt !== undefined)
    return verifyReceipt(() => readConfig(process.env), { receipt, exported, content, keys, json });
  if (exported !== undefined) return verifyExport(exported, json);
  const trusted = [...keysIn(keys).values()];
  if (keys.length > trusted.length) throw new Error("--key: cần khóa công khai 43 ký tự, hoặc tệp có nó");
  return verifyStore(readConfig(process.env), trusted, json);
}

/** One key in 64 begins with "-", which would be read as an option: it is joined to the "--key" before it. */
const keysJoined = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    if (args[i - 1] === "--key" && arg.startsWith("-")) return [];
    const next = args[i + 1];
    return arg === "--key" && next?.startsWith("-") ? [`--key=${next}`] : [arg];
  });

async function verifyStore(config: Config, keys: readonly string[], json: boolean): Promise<number> {
  const shown: HistoryBreak[] = [];
  let broken = 0;
  const { verifyHistory } = await import("../app/verify.ts");
  const report = await verifyHistory(config, {
    keys,
    onBreak: (found) => {
      broken += 1;
      if (broken <= MOST_SHOWN) shown.push(found);
    },
    onProgress: slowly(PROGRESS_MS, (events, of) => process.stderr.write(`${progressLine(events, of)}\n`)),
  });
  const lines = json
    ? [JSON.stringify({ ok: broken === 0, ...report, broken, breaks: shown })]
    : [
        `Cơ sở dữ liệu: ${config.databaseUrl ? "PostgreSQL" : config.dataDirectory}`,
        ...summaryLines(report),
        ...verdict(shown, broken, report.tickets),
      ];
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  return broken === 0 ? 0 : 1;
}

function verdict(shown: readonly HistoryBreak[], broken: number, tickets: number): string[] {
  if (broken === 0 && tickets === 0) return ["Chưa có phiếu nào để đối chiếu: xem lại DATA_DIR, DATABASE_URL."];
  if (broken === 0) return ["CÒN NGUYÊN: không thấy sự kiện nào bị sửa, xóa, chèn hay đổi chỗ."];
  const more = broken > shown.length ? [`  … và ${broken - shown.length} chỗ nữa.`] : [];
  return [
    "",
    `KHÔNG KHỚP: ${broken} chỗ.`,
    ...shown.map((found) => `  ${breakLine(found)}`),
    ...more,
    "",
    ...WHAT_TO_DO,
  ];
}

/** Not at once, and then not more often than so: a quick run prints no progress at all. */
function slowly(everyMs: number, show: (events: number, of: number) => void): (events: number, of: number) => void {
  let last = performance.now();
  return (events, of) => {
    if (performance.now() - last < everyMs) return;
    last = performance.now();
    show(events, of);
  };
}
