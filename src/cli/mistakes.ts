/** What a person who called a command is told of an error, and the exit code: 2 when the call itself was wrong. */
export function mistakeOf(
  error: unknown,
  command: string | undefined,
): { readonly told: string; readonly code: 1 | 2 } {
  const { code = "", path = "", message = String(error) } = error as NodeJS.ErrnoException;
  const help = command === undefined ? "" : ` Xem: lang-nghe ${command} --help`;
  if (code.startsWith("ERR_PARSE_ARGS")) {
    const [option] = message.match(/(?<=')-[^' ]*/) ?? [];
    const isUnknown = code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
    const what = isUnknown
      ? `không có tùy chọn ${option ?? ""}`
      : `tùy chọn ${option ?? ""} ghi chưa đúng (${message})`;
    return { told: `${what}.${help}`, code: 2 };
  }
  const what = FILE_FAULTS[code];
  return { told: what && path ? `${what}: ${path}` : message, code: 1 };
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "không có tệp",
  EISDIR: "là thư mục, không phải tệp",
  EACCES: "không được phép mở tệp",
};
