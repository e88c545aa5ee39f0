import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { printInstant } from "../../tickets/index.ts";
import { hasRole } from "../accounts/account.ts";
import { type AuditAction, audit } from "../audit/store.ts";
import { troubleWords } from "../desk/trouble.ts";
import type { ConsolePorts, ZaloPages } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";

const PAGE = "/he-thong/zalo";
/** Where Zalo sends the browser back to; below /console. */
const CALLBACK = "/zalo/ve";
const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Zalo's way back. The browser comes from another site and so without its cookies: this page, open to all and holding nothing,
 * offers the step that brings them.
 */
export function zaloReturn(): Router {
  const router = express.Router();
  router.get(CALLBACK, (request, response) => {
    const given = consentIn((name) => queryOf(request, name));
    const next = given.code ? pageWith(given) : `/console${PAGE}`;
    show(request, response, { title: "Kết nối Zalo", view: "zalo-return", data: { next, isGiven: given.code !== "" } });
  });
  return router;
}

/** How the Official Account is, and the consent that lets us write in its name; for administrators. */
export function zaloRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  const { zalo } = ports;
  if (!zalo) return router;
  router.use(PAGE, onlyAdmins);
  router.get(
    PAGE,
    handling((request, response) => showAccount(ports, zalo, request, response)),
  );
  router.post(
    `${PAGE}/uy-quyen`,
    handling((request, response) => beginConsent(ports, zalo, request, response)),
  );
  router.post(
    `${PAGE}/nhan-quyen`,
    handling((request, response) => takeConsent(ports, zalo, request, response)),
  );
  router.post(
    `${PAGE}/nut-bam`,
    handling(async (request, response) => {
      await zalo.offerButtons();
      await leaveNotice(request, "Đã cho phép gửi nút bấm lại.");
      response.redirect(303, `/console${PAGE}`);
    }),
  );
  router.post(
    `${PAGE}/tam-ngung`,
    handling((request, response) => hold(ports, zalo, request, response)),
  );
  return router;
}

async function hold(ports: ConsolePorts, zalo: ZaloPages, request: Request, response: Response): Promise<void> {
  const on = field(request, "on") === "1";
  await zalo.hold(on);
  await note(ports, response, "channel_switched");
  await leaveNotice(
    request,
    on ? "Đã tạm ngừng gửi tin Zalo." : "Đã gửi tin Zalo lại. Tin đang chờ sẽ đi trong ít phút.",
  );
  if (!on) ports.wakeOutbox();
  response.redirect(303, `/console${PAGE}`);
}

const onlyAdmins: RequestHandler = (_request, response, next) => {
  if (hasRole(officerOf(response), "admin")) return next();
  next("router"); // reads as "no such page" to everybody else
};

const ALARMS: Readonly<Record<string, string>> = {
  no_token: "Chưa có quyền gửi tin: cần chủ OA đồng ý (bên dưới).",
  token_refused: "Zalo không gia hạn quyền gửi tin: cần chủ OA đồng ý lại (bên dưới).",
  token_old: "Đã hơn 60 ngày chưa gia hạn được quyền gửi tin; quyền hết hạn sau ba tháng.",
  held: "Đang tạm ngừng gửi tin: tin của người dân vẫn được nhận, trả lời chờ trong hàng gửi.",
  webhook_silent:
    "Có tin mà webhook không chuyển tới: mở trang Webhook của ứng dụng trên Zalo Developers, kiểm tra và bật lại.",
};

/** What Zalo tells of the account; it does not document what else such a message holds, so its own page is named. */
const NOTICES: Readonly<Record<string, string>> = {
  change_oa_daily_quota: "Hạn mức tin theo mẫu mỗi ngày của OA đã đổi",
  change_oa_template_tags: "Loại tin theo mẫu mà OA được gửi đã đổi",
  change_template_quality:
    "Chất lượng của một mẫu tin đã đổi: xem lại mẫu trên trang quản lý của Zalo, mẫu kém bị khóa",
  change_template_quota: "Hạn mức của một mẫu tin đã đổi",
  change_template_status:
    "Trạng thái của một mẫu tin đã đổi (duyệt, từ chối hay khóa): xem trên trang quản lý của Zalo",
};

const OUTCOMES: Readonly<Record<string, string>> = {
  retry: "gửi lại sau",
  unreachable: "không tới được người nhận",
  refused: "Zalo không nhận tin này",
  operator: "cần quản trị xử lý",
};

async function showAccount(
  ports: ConsolePorts,
  zalo: ZaloPages,
  request: Request,
  response: Response,
  consent = "",
): Promise<void> {
  const [health, quota, errors] = await Promise.all([
    zalo.health(),
    zalo.templateQuota(),
    zalo.errors(ports.now() - WEEK_MS),
  ]);
  const data = {
    health,
    quota,
    alarms: health.alarms.map((alarm) => ALARMS[alarm] ?? alarm),
    errors: errors.map((error) => ({ ...error, meaning: OUTCOMES[error.outcome] ?? error.outcome })),
    notices: health.notices.map(({ name, at }) => ({ at, words: NOTICES[name] ?? name })),
    days: health.token ? Math.floor((ports.now() - health.token.obtainedAt) / 86_400_000) : 0,
    print: (at: number | null) => (at === null ? "chưa lần nào" : printInstant(at)),
    consent,
    troubleWords,
    callback: callbackOf(ports),
    given: consentIn((name) => queryOf(request, name)),
  };
  show(request, response, { title: "Zalo OA", view: "zalo", data });
}

const callbackOf = ({ publicUrl }: ConsolePorts): string => `${publicUrl}/console${CALLBACK}`;

async function beginConsent(ports: ConsolePorts, zalo: ZaloPages, request: Request, response: Response): Promise<void> {
  const consent = await zalo.consentUrl(callbackOf(ports));
  if (consent) {
    await note(ports, response, "zalo_consent_begun");
    return showAccount(ports, zalo, request, response, consent);
  }
  await leaveNotice(request, "Chưa đặt ZALO_APP_SECRET nên chưa xin quyền được.");
  response.redirect(303, `/console${PAGE}`);
}

async function takeConsent(ports: ConsolePorts, zalo: ZaloPages, request: Request, response: Response): Promise<void> {
  const given = consentIn((name) => field(request, name));
  const result = await zalo.exchange(given.code, given.oa_id, given.state);
  if (result.kind === "kept") await note(ports, response, "zalo_consent_kept");
  await leaveNotice(request, wordsFor(result));
  response.redirect(303, result.kind === "unreached" ? pageWith(given) : `/console${PAGE}`);
}

/** What Zalo's consent page sends back; empty where it does not. */
const consentIn = (read: (name: string) => string) => ({
  code: read("code"),
  oa_id: read("oa_id"),
  state: read("state"),
});

const pageWith = (given: ReturnType<typeof consentIn>): string => `/console${PAGE}?${new URLSearchParams(given)}`;

function wordsFor(result: Awaited<ReturnType<ZaloPages["exchange"]>>): string {
  switch (result.kind) {
    case "kept":
      return "Đã lưu quyền gửi tin. Tin đang chờ sẽ được gửi trong ít phút.";
    case "other_account":
      return "Sự đồng ý này là của một OA khác, nên không được lưu.";
    case "other_consent":
      return "Đây không phải lần xin quyền đang chờ, nên không được lưu. Vui lòng bắt đầu xin quyền lại.";
    case "unreached":
      return "Chưa nối được tới Zalo, nên chưa lưu được. Mã dùng được trong 10 phút: vui lòng bấm “Lưu quyền gửi tin” lần nữa.";
    case "refused":
      return `Zalo không chấp nhận mã này (${troubleWords(result.reason)}). Mã chỉ dùng một lần, trong 10 phút: vui lòng xin lại.`;
    default:
      return result satisfies never;
  }
}

function queryOf(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === "string" && /^[\w.~-]{1,1024}$/.test(value) ? value : "";
}

function note(ports: ConsolePorts, response: Response, action: AuditAction): Promise<void> {
  const entry = { at: ports.now(), officerId: officerOf(response).id, action, subject: "zalo" };
  return ports.db.write((tx) => audit(tx, entry));
}
