import { parseArgs } from "node:util";
import { writeHistory, writeNational } from "../app/export.ts";
import { readConfig } from "../config.ts";
import { parseCode } from "../tickets/index.ts";

const HELP = `lang-nghe export history TỆP [--ticket MÃ-PHIẾU]…
lang-nghe export national TỆP.csv [--ticket MÃ-PHIẾU]…

history:  lịch sử xử lý của các phiếu (JSON Lines), để kiểm tra không cần cơ sở dữ liệu: npm run verify -- --export TỆP
national: các phiếu chưa có mã quốc gia, theo các ô của knowledge/national-form.yaml, để nhập vào hệ thống quốc gia.
          Nhập xong thì ghi mã được cấp ở trang phiếu của bàn làm việc.

Phiếu được bảo vệ (khiếu nại, tố cáo, có người bị phản ánh) và phản ánh hành vi không bao giờ ra tệp; phản ánh hành vi thì
nhập vào hệ thống quốc gia từng phiếu ở trang của phiếu. Mỗi phiếu đã xuất có một dòng trong nhật ký thao tác. Tệp có lời người dân: giữ như giữ hồ sơ.
--ticket  chỉ những phiếu này; lặp lại được.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ticket: { type: "string", multiple: true }, help: { type: "boolean" } },
  });
  const [what, file] = positionals;
  if (values.help || (what !== "history" && what !== "national") || file === undefined) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const codes = (values.ticket ?? []).map(codeOf);
  const config = readConfig(process.env);
  const write = what === "history" ? writeHistory : writeNational;
  const { tickets, leftOut } = await write(config, file, { codes, now: Date.now() });
  const kept = leftOut > 0 ? ` Để lại ${leftOut} phiếu được bảo vệ.` : "";
  process.stdout.write(`Đã ghi ${tickets} phiếu vào ${file}.${kept}\n`);
  return tickets === 0 && codes.length > 0 ? 1 : 0;
}

function codeOf(typed: string): string {
  const parsed = parseCode(typed);
  if (!parsed.ok) throw new Error(`“${typed}” không phải mã phiếu`);
  return parsed.code;
}
