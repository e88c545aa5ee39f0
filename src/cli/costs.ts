import { parseArgs } from "node:util";
import { readCosts } from "../app/costs.ts";
import { readConfig } from "../config.ts";

const HELP = `lang-nghe costs [--from 2026-11] [--to 2026-12]

Tiền gửi tin theo tháng, kênh và dịch vụ, mỗi dòng một JSON. amountVnd: đồng, theo bảng giá knowledge/prices.yaml;
unpriced: lần gửi chưa có giá; uncertain: lần gửi không rõ nhà cung cấp có nhận hay không, chưa tính vào đâu.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { from: { type: "string" }, to: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { from, to } = values;
  for (const month of [from, to]) {
    if (month !== undefined && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))
      throw new Error(`“${month}” không phải tháng; ví dụ: --from 2026-11`);
  }
  const costs = await readCosts(readConfig(process.env), { ...(from && { from }), ...(to && { to }) });
  for (const cost of costs) process.stdout.write(`${JSON.stringify(cost)}\n`);
  return 0;
}
