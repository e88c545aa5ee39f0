import { gzipSync } from "node:zlib";
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import { ipKeyGenerator, type Options as LimitOptions, rateLimit } from "express-rate-limit";
import helmet from "helmet";
import { newId } from "./ids.ts";
import type { Logger } from "./log.ts";
import { ASSET_FOLDERS, page, type Shell, textAsset } from "./pages.ts";

export { type NavigationLink, type Shell, viewsIn } from "./pages.ts";

export interface HttpOptions {
  readonly log: Logger;
  readonly now: () => number;
  /** True when people reach us over https: cookies and transport security then insist on it. */
  readonly secure: boolean;
  /** How many reverse proxies stand in front; their X-Forwarded-For is believed, nobody else's. */
  readonly proxies?: number;
}

/**
 * The express app with its guards around the routes that `mount` adds; those of `machines` come first and without the
 * headers that only browsers read. Body parsing is each route's own affair.
 */
export function createHttp(
  options: HttpOptions,
  mount: (app: Express) => void,
  machines: (app: Express) => void = () => undefined,
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", options.proxies ?? 0);
  app.use(requestIds(options.now));
  machines(app);
  app.use(securityHeaders(options.secure));
  app.use("/assets/:version", assets());
  mount(app);
  app.use(notFound);
  app.use(failed(options.log));
  return app;
}

function requestIds(now: () => number): RequestHandler {
  return (_request, response, next) => {
    const id = newId(now());
    response.locals["requestId"] = id;
    response.setHeader("X-Request-Id", id);
    next();
  };
}

export type { Express } from "express";

/** Scripts, styles, fonts and connections from ourselves only; no inline script or style; nobody may frame us. */
function securityHeaders(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    referrerPolicy: { policy: "same-origin" },
    strictTransportSecurity: secure,
    xFrameOptions: { action: "deny" },
  });
}

const FOR_EVER = "public, max-age=31536000, immutable";

/** Files whose address changes with their content. Text is sent compressed: lines are slow where this is used. */
function assets(): RequestHandler {
  const router = express.Router();
  for (const [name, folder] of Object.entries(ASSET_FOLDERS)) {
    router.use(`/${name}`, express.static(folder, { immutable: true, maxAge: "1y", index: false }));
  }
  const packed = new Map<string, Buffer>();
  router.get("/:name", (request, response, next) => {
    const name = request.params.name;
    const text = textAsset(name);
    if (text === undefined) return next();
    response.setHeader("Cache-Control", FOR_EVER);
    response.setHeader("Vary", "Accept-Encoding");
    response.type(name.endsWith(".css") ? "css" : name.endsWith(".svg") ? "svg" : "js");
    if (!request.acceptsEncodings("gzip")) return void response.send(text);
    const zipped = packed.get(name) ?? gzipSync(text);
    packed.set(name, zipped);
    response.setHeader("Content-Encoding", "gzip");
    response.send(zipped);
  });
  return router;
}

/** Scripts of one part of the service, checked for a newer copy at each use. `folder` is a file path. */
export function staticFiles(folder: string): RequestHandler {
  return express.static(folder, { index: false, maxAge: 0 });
}

/** Sends a page that no cache keeps: pages here are about a person's matter or an officer's work. */
export function sendPage(response: Response, shell: Shell, status = 200): void {
  response.status(status).setHeader("Cache-Control", "no-store");
  response.type("html").send(page(shell));
}

/** Where a request comes from, for counting: an address, or an IPv6 network. */
export const originOf = (request: Request): string => ipKeyGenerator(request.ip ?? "");

/** At most `limit` requests of one key in `windowMs`; `refuse` answers the rest. */
export function limitRate(
  options: { readonly limit: number; readonly windowMs: number } & Partial<
    Pick<LimitOptions, "keyGenerator" | "skipSuccessfulRequests">
  >,
  refuse: RequestHandler,
): RequestHandler {
  return rateLimit({ ...options, standardHeaders: "draft-8", legacyHeaders: false, handler: refuse });
}

const notFound: RequestHandler = (request, response) => {
  if (request.accepts(["json", "html"]) !== "html") return void response.status(404).json({ error: "not_found" });
  sendPage(
    response,
    plainPage("Không tìm thấy trang", "Địa chỉ này không có trên hệ thống, hoặc trang đã được chuyển đi."),
    404,
  );
};

/** What failed goes to the log by request id; the outside learns the class of the failure and nothing else. */
function failed(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = statusOf(error);
    const id = String(response.locals["requestId"]);
    if (status >= 500) log.error({ request: id, err: error }, "http.failed");
    if (response.headersSent) return next(error);
    if (request.accepts(["json", "html"]) !== "html")
      return void response.status(status).json({ error: errorName(status), request: id });
    sendPage(response, plainPage(...errorWords(status, id)), status);
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}

const errorName = (status: number): string =>
  status >= 500 ? "internal" : status === 403 ? "forbidden" : "bad_request";

function errorWords(status: number, id: string): [string, string] {
  if (status === 403) return ["Phiên làm việc đã thay đổi", "Vui lòng mở lại trang rồi thực hiện lại thao tác."];
  if (status < 500) return ["Yêu cầu chưa hợp lệ", "Vui lòng quay lại trang trước, kiểm tra nội dung rồi gửi lại."];
  return ["Hệ thống gặp sự cố", `Vui lòng thử lại sau ít phút. Nếu cần hỗ trợ, xin cho biết mã yêu cầu ${id}.`];
}

/** A page of one heading and one sentence; both may hold any text. */
export function plainPage(title: string, sentence: string): Shell {
  return {
    title,
    body: `<h1 class="govuk-heading-l">${escapeHtml(title)}</h1><p class="govuk-body">${escapeHtml(sentence)}</p>`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
