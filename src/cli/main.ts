#!/usr/bin/env node
import { z } from "zod";
import { mistakeOf } from "./mistakes.ts";

z.config(z.locales.vi());

/** One file a command; each is loaded only when it is asked for. */
const COMMANDS: Readonly<
  Record<
    string,
    { readonly what: string; readonly load: () => Promise<{ run(args: readonly string[]): Promise<number> }> }
  >
> = {
  serve: { what: "chạy hệ thống (như npm start)", load: () => import("./serve.ts") },
  talk: { what: "trò chuyện với bot ngay trong cửa sổ lệnh", load: () => import("./talk.ts") },
  converse: {
    what: "chạy các hội thoại trong một tệp và in kết quả từng lượt (JSON)",
    load: () => import("./converse.ts"),
  },
  evaluate: { what: "chấm điểm các hội thoại có đáp án", load: () => import("./evaluate.ts") },
  import: { what: "nhập danh mục thủ tục và báo lỗi dữ liệu", load: () => import("./import.ts") },
  catalogue: {
    what: "các bản của danh mục: lịch sử, một ngày trước đây, bỏ lần nhập",
    load: () => import("./catalogue.ts"),
  },
  flows: { what: "kiểm tra flows/", load: () => import("./flows.ts") },
  knowledge: { what: "kiểm tra knowledge/", load: () => import("./knowledge.ts") },
  transcript: {
    what: "phát lại hay xuất một hội thoại .transcript (Bot Framework)",
    load: () => import("./transcript.ts"),
  },
  verify: {
    what: "kiểm tra lịch sử xử lý không bị sửa, xóa",
    load: () => import("./verify.ts"),
  },
  export: {
    what: "xuất lịch sử xử lý, hoặc các phiếu cần nhập vào hệ thống quốc gia, ra tệp",
    load: () => import("./export.ts"),
  },
  costs: { what: "tiền gửi tin theo tháng và kênh", load: () => import("./costs.ts") },
  officer: { what: "thêm cán bộ và in đường dẫn đặt mật khẩu", load: () => import("./officer.ts") },
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command) return (await command.load()).run(args);
  const list = Object.entries(COMMANDS).map(([key, { what }]) => `  ${key.padEnd(10)} ${what}`);
  const isAsked = name === undefined || name === "--help" || name === "help";
  if (!isAsked) process.stderr.write(`không có lệnh “${name}”\n\n`);
  process.stdout.write(`lang-nghe <lệnh> [--help]\n\n${list.join("\n")}\n`);
  return isAsked ? 0 : 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const { told, code } = mistakeOf(error, process.argv[2]);
    process.stderr.write(`${told}\n`);
    process.exitCode = code;
  },
);
