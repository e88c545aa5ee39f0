import cookieParser from "cookie-parser";
import { doubleCsrf } from "csrf-csrf";
import express, {
  type ErrorRequestHandler,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from "express";
import session from "express-session";
import { limitRate, originOf } from "../../platform/http.ts";
import type { Database } from "../../platform/index.ts";
import { checkPassword, officerById } from "../accounts/store.ts";
import { audit } from "../audit/store.ts";
import { callUploads } from "../calls/http.ts";
import { answerUploads } from "../files/http.ts";
import { field, handling, saveSession, show } from "../screens/http.ts";
import { keptSecret, SessionStore } from "./store.ts";

export interface SessionPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly secure: boolean;
}

const COOKIE = { httpOnly: true, sameSite: "strict", path: "/" } as const;

/** Session, form protection and form parsing for everything under /console. */
export async function sessionGuards(ports: SessionPorts): Promise<RequestHandler[]> {
  const secrets = [await keptSecret(ports.db, "session"), await keptSecret(ports.db, "csrf")] as const;
  const prefix = ports.secure ? "__Host-" : "";
  const csrf = doubleCsrf({
    getSecret: () => secrets[1],
    // Before sign-in there is no session to bind to; the cookie alone ties the form to the browser.
    getSessionIdentifier: (request) => (request.session.officer ? request.sessionID : "signed-out"),
    cookieName: `${prefix}ln_form`,
    cookieOptions: { ...COOKIE, secure: ports.secure },
    getCsrfTokenFromRequest: (request) => field(request, "_csrf") || request.get("x-csrf-token"),
  });
  return [
    cookieParser(),
    session({
      store: new SessionStore(ports.db, ports.now),
      secret: secrets[0],
      name: `${prefix}ln_phien`,
      cookie: { ...COOKIE, secure: ports.secure },
      // The public side is https, so a proxy ended it in front of us.
      proxy: ports.secure,
      resave: false,
      saveUninitialized: false,
    }),
    express.urlencoded({ extended: false, limit: "200kb" }),
    callUploads,
    answerUploads,
    csrf.doubleCsrfProtection,
    (request, response, next) => {
      response.locals["csrf"] = csrf.generateCsrfToken(request, response);
      next();
    },
  ];
}

/** What somebody may have typed for long: kept before them when the form came too late. */
const TYPED = ["answer", "question", "reason", "text", "summary"] as const;

/**
 * A form that no longer fits the session, most often because the session has ended: nothing was done, and what was typed is shown again to
 * be copied. Only to a form of our own pages: another site's words are not put before an officer.
 */
export const outdatedForm: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const isOutdated = typeof error === "object" && error !== null && "code" in error && error.code === "EBADCSRFTOKEN";
  if (!isOutdated || !request.accepts("html")) return next(error);
  const isOurs = request.get("sec-fetch-site") === "same-origin";
  const typed = isOurs ? TYPED.map((name) => field(request, name)).filter(Boolean) : [];
  const ticket = /^\/phieu\/[\w-]+/.exec(request.path)?.[0] ?? "";
  const data = { typed, back: safeReturn(`/console${ticket}`) };
  show(request, response, { title: "Phiên làm việc đã thay đổi", view: "outdated", data, status: 403 });
};

/** Lets only officers with an open account through; the account is read afresh each time, so closing it works at once. */
export function signedIn(ports: SessionPorts): RequestHandler {
  const guard = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const officer = request.session.officer ? await officerById(ports.db, request.session.officer) : undefined;
    if (officer && !officer.disabled) {
      response.locals["officer"] = officer;
      return next();
    }
    // A closed account must not stay signed in by half: the sign-in page would send it back here.
    delete request.session.officer;
    const back = request.method === "GET" ? `?tiep=${encodeURIComponent(request.originalUrl)}` : "";
    response.redirect(303, `/console/dang-nhap${back}`);
  };
  return (request, response, next) => void guard(request, response, next).catch(next);
}

/** The page to go on with after sign-in: one of ours, never another site's. */
export function safeReturn(path: string): string {
  return /^\/console(\/[\w/-]*)?(\?[\w=&%.-]*)?$/.test(path) ? path : "/console";
}

const WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng.";
const TOO_MANY =
  "Đăng nhập sai quá nhiều lần. Vui lòng thử lại sau 15 phút, hoặc nhờ quản trị hệ thống cấp lại đường dẫn đặt mật khẩu.";

function showSignIn(request: Request, response: Response, problem: string, status: number): void {
  const username = field(request, "username");
  const back = safeReturn(field(request, "tiep") || String(request.query["tiep"] ?? ""));
  show(request, response, { title: "Đăng nhập", view: "sign-in", data: { problem, username, back }, status });
}

/** Gives the browser a new session id at sign-in, so that an id planted before it is worth nothing. */
export function startSession(request: Request, officerId: string, now: number): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error) return reject(error);
      request.session.officer = officerId;
      request.session.startedAt = now;
      saveSession(request).then(resolve, reject);
    });
  });
}

/** Sign-in and sign-out. */
export function signInRoutes(ports: SessionPorts): Router {
  const router = express.Router();
  router.get("/dang-nhap", (request, response) => {
    if (request.session.officer) return response.redirect(303, "/console");
    showSignIn(request, response, "", 200);
  });
  router.post(
    "/dang-nhap",
    ...signInLimits(),
    handling((request, response) => signIn(ports, request, response)),
  );
  router.post(
    "/dang-xuat",
    handling((request, response) => signOut(ports, request, response)),
  );
  return router;
}

/** Five wrong tries of one name from one place, thirty of any name from one place, in a quarter of an hour. */
function signInLimits(): RequestHandler[] {
  const refuse: RequestHandler = (request, response) => showSignIn(request, response, TOO_MANY, 429);
  const windowMs = 15 * 60_000;
  const byName = (request: Request): string => `${originOf(request)} ${field(request, "username").toLowerCase()}`;
  return [
    limitRate({ limit: 30, windowMs, skipSuccessfulRequests: true }, refuse),
    limitRate({ limit: 5, windowMs, skipSuccessfulRequests: true, keyGenerator: byName }, refuse),
  ];
}

async function signIn(ports: SessionPorts, request: Request, response: Response): Promise<void> {
  const now = ports.now();
  const officer = await checkPassword(ports.db, field(request, "username").toLowerCase(), field(request, "password"));
  if (!officer) {
    await ports.db.write((tx) => audit(tx, { at: now, officerId: null, action: "sign_in_failed", subject: "" }));
    return showSignIn(request, response, WRONG, 401);
  }
  await startSession(request, officer.id, now);
  await ports.db.write((tx) => audit(tx, { at: now, officerId: officer.id, action: "signed_in", subject: officer.id }));
  response.redirect(303, safeReturn(field(request, "tiep")));
}

async function signOut(ports: SessionPorts, request: Request, response: Response): Promise<void> {
  const officerId = request.session.officer ?? null;
  await new Promise<void>((resolve, reject) =>
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve())),
  );
  if (officerId)
    await ports.db.write((tx) => audit(tx, { at: ports.now(), officerId, action: "signed_out", subject: officerId }));
  response.redirect(303, "/console/dang-nhap");
}
