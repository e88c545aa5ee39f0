import { performance } from "node:perf_hooks";
import type { ChannelOff } from "./app/parts.ts";
import type { App } from "./app.ts";
import { ConfigMistake, readConfig } from "./config.ts";
import type { Logger } from "./platform/index.ts";

/** How long a process that can keep nothing any more goes on refusing: whoever is on the line is told, and /healthz says why. */
const REFUSING_MS = 2000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const [{ startApp }, { isOff }, { createLog, systemClock }] = await Promise.all([
    import("./app.ts"),
    import("./app/parts.ts"),
    import("./platform/index.ts"),
  ]);
  const log = createLog(config.logLevel);
  const onBroken = (error: unknown) => endBroken(error, log);
  const app = await startApp(config, { clock: systemClock, log, onBroken });
  const base = config.publicUrl ?? app.url;
  const setup = await app.setupToken();
  const lines = [
    "",
    `Lắng Nghe đã sẵn sàng sau ${(performance.now() / 1000).toFixed(1)} giây: ${app.url}`,
    config.tryPage ? `  thử trò chuyện    ${app.url}/thu   (chỉ mở trên máy này)` : "  trang thử         tắt",
    `  bàn cán bộ        ${base}/console`,
    `  tra cứu phiếu     ${base}/tra-cuu`,
    ...(setup ? [`  CÀI ĐẶT LẦN ĐẦU   ${base}/console/cai-dat?token=${setup}   (dùng một lần, trong 24 giờ)`] : []),
    `  danh mục          ${app.office.catalogue.title}: ${app.office.catalogue.size} thủ tục`,
    `  dữ liệu           ${config.databaseUrl ? "PostgreSQL" : config.dataDirectory}`,
    ...[...app.channels].map(
      ([name, channel]) => `  kênh ${name.padEnd(12)} ${isOff(channel) ? `tắt, ${whyOff(channel)}` : "bật"}`,
    ),
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  stopOnSignal(app);
}

function whyOff({ off, lacks, oneOf }: ChannelOff): string {
  if (oneOf) return `mở khi đặt đủ một trong:${Object.entries(oneOf).map(providerLine).join("")}`;
  return lacks ? `chưa đặt ${lacks.join(", ")}` : `cấu hình sai: ${off}`;
}

const providerLine = ([name, { off, lacks }]: [string, ChannelOff]) =>
  `\n       ${name.padEnd(12)} ${lacks?.join(", ") ?? `cấu hình sai: ${off}`}`;

/** Ends the process without closing the file, whose log must not be carried over, and fails whatever else ends it meanwhile. */
function endBroken(error: unknown, log: Logger): void {
  log.fatal({ err: error }, "the disk did not keep what was written: ending");
  process.exitCode = 1;
  setTimeout(() => process.exit(), REFUSING_MS);
}

function stopOnSignal(app: App): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      app.stop().then(
        () => process.exit(),
        () => process.exit(1),
      );
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigMistake ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
