import { parseArgs } from "node:util";
import { enrolOfficer, type NewOfficer, ROLES } from "../app/officers.ts";
import { readConfig } from "../config.ts";

const HELP = `lang-nghe officer --username TEN --name "Họ tên" --role ROLE[,ROLE] [--department ID]

Thêm một cán bộ và in đường dẫn để người đó tự đặt mật khẩu (dùng một lần, trong 24 giờ).
Vai trò: ${ROLES.join(", ")}
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      username: { type: "string" },
      name: { type: "string" },
      role: { type: "string" },
      department: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || !values.username || !values.role) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const config = readConfig(process.env);
  const added = await enrolOfficer(
    config,
    toOfficer(values.username, values.name, values.role, values.department),
    Date.now(),
  );
  if (added.kind !== "added") throw new Error(`không thêm được: tên đăng nhập "${values.username}" đã có`);
  const base = config.publicUrl ?? `http://${config.host}:${config.port}`;
  process.stdout.write(`Đã thêm. Gửi đường dẫn này cho cán bộ:\n${base}/console/mat-khau?token=${added.token}\n`);
  return 0;
}

function toOfficer(
  username: string,
  name: string | undefined,
  role: string,
  department: string | undefined,
): NewOfficer {
  const roles = role.split(",").map((one) => {
    const known = ROLES.find((candidate) => candidate === one.trim());
    if (!known) throw new Error(`không có vai trò "${one}"; có: ${ROLES.join(", ")}`);
    return known;
  });
  return { username, displayName: name ?? username, roles, department: department ?? null };
}
