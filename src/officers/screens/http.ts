import type { Request, RequestHandler, Response } from "express";
import { type NavigationLink, sendPage, viewsIn } from "../../platform/http.ts";
import { hasRole, type Officer } from "../accounts/account.ts";

const views = viewsIn(new URL("../views/", import.meta.url));

/** One page of the console: a template of `views/` and what it shows. */
export interface Screen {
  readonly title: string;
  readonly view: string;
  readonly data: object;
  readonly status?: number;
  readonly scripts?: readonly string[];
}

/** The signed-in officer of this request; routes behind the sign-in guard always have one. */
export function officerOf(response: Response): Officer {
  const officer: Officer | undefined = response.locals["officer"];
  if (!officer) throw new Error("a console page was reached without its sign-in guard");
  return officer;
}

export const csrfOf = (response: Response): string => String(response.locals["csrf"] ?? "");

export function show(request: Request, response: Response, screen: Screen): void {
  const officer: Officer | undefined = response.locals["officer"];
  const notice = takeNotice(request);
  const body = views.render(`./${screen.view}`, {
    officer: officer ?? null,
    csrf: csrfOf(response),
    notice,
    ...screen.data,
  });
  sendPage(
    response,
    {
      title: screen.title,
      body,
      service: "Bàn làm việc của cán bộ",
      home: "/console",
      navigation: officer ? navigation(officer, request.baseUrl + request.path, badgesOf(response)) : [],
      ...(officer && { person: { name: officer.displayName, signOut: "/console/dang-xuat", csrf: csrfOf(response) } }),
      scripts: [...(officer ? ["/console/tep/live.js"] : []), ...(screen.scripts ?? [])],
    },
    screen.status ?? 200,
  );
}

/** Numbers beside the main entries, counted once a page. */
export interface Badges {
  readonly waiting: number;
  readonly contacts: number;
  readonly talks: number;
  readonly hotSpots: number;
}

function badgesOf(response: Response): Badges {
  const badges: Badges | undefined = response.locals["badges"];
  return badges ?? { waiting: 0, contacts: 0, talks: 0, hotSpots: 0 };
}

function navigation(officer: Officer, path: string, badges: Badges): NavigationLink[] {
  const link = (href: string, text: string, more: Partial<NavigationLink> = {}): NavigationLink => ({
    href,
    text,
    current: path.startsWith(href),
    ...more,
  });
  const isTickets = path === "/console/" || /^\/console\/(?:phieu|tim)/.test(path);
  const isAdmin = hasRole(officer, "admin");
  const seesCosts = hasRole(officer, "admin", "head", "coordinator");
  return [
    link("/console", "Phiếu", { current: isTickets, badge: badges.waiting, badgeId: "so-phieu-cho" }),
    link("/console/tro-chuyen", "Trò chuyện", { badge: badges.talks, badgeId: "so-tro-chuyen" }),
    link("/console/lien-he", "Liên hệ dân", { badge: badges.contacts, badgeId: "so-lien-he" }),
    ...(hasRole(officer, "head", "coordinator")
      ? [link("/console/diem-nong", "Điểm nóng", { badge: badges.hotSpots, badgeId: "so-diem-nong" })]
      : []),
    ...(hasRole(officer, "coordinator") ? [link("/console/goi-y", "Gợi ý")] : []),
    ...(hasRole(officer, "intake", "coordinator") ? [link("/console/ban-ghi", "Cuộc gọi")] : []),
    ...(seesCosts ? [link("/console/chi-phi", "Chi phí")] : []),
    ...(isAdmin ? [link("/console/can-bo", "Cán bộ"), link("/console/thu-tuc", "Thủ tục")] : []),
    ...(isAdmin ? [link("/console/he-thong", "Hệ thống")] : []),
  ];
}

/** A sentence to show on the page a form leads to. */
export function leaveNotice(request: Request, sentence: string): Promise<void> {
  request.session.notice = sentence;
  return saveSession(request);
}

/** Browsers follow a redirect as soon as its headers are there, which express-session sends before it has saved. */
export function saveSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) =>
    request.session.save((error: unknown) => (error ? reject(error) : resolve())),
  );
}

function takeNotice(request: Request): string {
  const notice = request.session?.notice ?? "";
  if (notice) delete request.session.notice;
  return notice;
}

/** Hands a rejected promise to express's error handler in one place. */
export function handling(work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    work(request, response).catch(next);
  };
}

/** A form field as text: trimmed, NFC; a missing or repeated field reads as empty. */
export function field(request: Request, name: string): string {
  const body: unknown = request.body;
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value.normalize("NFC").trim() : "";
}
