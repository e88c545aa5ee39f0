import { fileURLToPath } from "node:url";
import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from "express";
import multer from "multer";
import { z } from "zod";
import { type Address, cleanText, type InboundMessage, laneOf } from "../../messages/index.ts";
import { sendPage, staticFiles, viewsIn } from "../../platform/http.ts";
import { readCall } from "./call.ts";
import { isLocalCaller } from "./guard.ts";
import { SIDES, type Side, type TryPorts } from "./ports.ts";
import { showReply } from "./show.ts";

const views = viewsIn(new URL("views/", import.meta.url));

/** A random name the page gives itself; one browser tab is one citizen. */
const Tab = z.string().regex(/^[a-z0-9-]{16,40}$/);
const Said = z.object({ tab: Tab, side: z.enum(SIDES), text: z.string().min(1).max(20_000) });
const Listening = z.object({ tab: Tab, side: z.enum(SIDES), since: z.coerce.number().int().nonnegative() });

const MEGABYTE = 1024 * 1024;
const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MEGABYTE, files: 1, fieldSize: MEGABYTE, fields: 4 },
});

const addressOf = (side: Side, tab: string): Address => ({ channel: "web", account: side, id: tab });

/** The try page, mounted at /thu: anyone at this machine plays a Zalo citizen, an SMS sender or a hotline call. */
export function tryRoutes(ports: TryPorts): Router {
  const router = express.Router();
  router.use(onlyLocal);
  router.get("/", (_request, response) => {
    const scripts = ["/thu/tep/thu.js"];
    sendPage(response, {
      title: "Thử trò chuyện",
      service: "Trang thử trên máy này",
      home: "/thu",
      body: views.render("./thu", {}),
      scripts,
      styles: ["/thu/tep/thu.css"],
      bodyClass: "thu",
    });
  });
  router.use("/tep", staticFiles(fileURLToPath(new URL("assets/", import.meta.url))));
  router.get("/dong", (request, response) => listen(ports, request, response));
  router.post(
    "/tin",
    express.json({ limit: "128kb" }),
    handling((request, response) => say(ports, request, response)),
  );
  router.post(
    "/ban-ghi",
    upload.single("file"),
    handling((request, response) => bringCall(ports, request, response)),
  );
  router.use(tooLarge);
  return router;
}

const onlyLocal: RequestHandler = (request, _response, next) => {
  const caller = {
    socketAddress: request.socket.remoteAddress ?? "",
    method: request.method,
    headers: request.headers,
  };
  next(isLocalCaller(caller) ? undefined : "router");
};

function handling(work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    work(request, response).catch(next);
  };
}

function tooLarge(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (!(error instanceof multer.MulterError)) next(error);
  else response.status(413).json({ problem: "Tệp lớn hơn 1 MB. Vui lòng chọn tệp nhỏ hơn." });
}

async function say(ports: TryPorts, request: Request, response: Response): Promise<void> {
  const said = Said.safeParse(request.body);
  if (!said.success) return void response.status(422).json({ problem: "Tin nhắn trống hoặc dài quá 20.000 ký tự." });
  await accept(ports, addressOf(said.data.side, said.data.tab), cleanText(said.data.text));
  response.status(202).json({ ok: true });
}

async function accept(ports: TryPorts, from: Address, text: string, call?: InboundMessage["call"]): Promise<void> {
  await ports.accept({
    providerId: ports.newId(),
    from,
    sentAt: ports.now(),
    text,
    attachments: [],
    ...(call && { call }),
  });
}

async function bringCall(ports: TryPorts, request: Request, response: Response): Promise<void> {
  const tab = Tab.safeParse((request.body as Record<string, unknown> | undefined)?.["tab"]);
  if (!tab.success) return void response.status(422).json({ problem: "Trang này đã cũ. Vui lòng tải lại trang." });
  const parsed = readCall(request.file?.originalname ?? "", transcriptOf(request), ports.newId());
  if (!parsed.ok) return void response.status(422).json({ problem: parsed.problem });
  await accept(ports, addressOf("transcript", tab.data), parsed.text, parsed.call);
  response.status(202).json({ turns: parsed.call.turns.map(({ speaker, text }) => ({ speaker, text })) });
}

function transcriptOf(request: Request): string {
  const pasted = (request.body as Record<string, unknown> | undefined)?.["text"];
  return request.file ? request.file.buffer.toString("utf8") : typeof pasted === "string" ? pasted : "";
}

/** How often the store is asked while a page listens; the page is for one person at this machine. */
const LOOK_EVERY_MS = 250;

/** Streams replies and tickets of one tab as server-sent events until the tab goes away. */
function listen(ports: TryPorts, request: Request, response: Response): void {
  const wanted = Listening.safeParse(request.query);
  if (!wanted.success) return void response.status(422).json({ problem: "Trang này đã cũ. Vui lòng tải lại trang." });
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    Connection: "keep-alive",
  });
  response.write("retry: 1000\n\n");
  const look = watcher(
    ports,
    wanted.data.side,
    laneOf(addressOf(wanted.data.side, wanted.data.tab)),
    wanted.data.since,
    response,
  );
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(() => response.end())
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY_MS);
  response.on("close", () => clearInterval(timer));
}

/** Sends what has not been sent on this stream yet; a reply is known by its id, a ticket by everything shown of it. */
function watcher(ports: TryPorts, side: Side, lane: string, since: number, response: Response): () => Promise<void> {
  const sent = new Set<string>();
  const once = (event: string, key: string, value: object): void => {
    if (sent.has(key)) return;
    sent.add(key);
    response.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  };
  return async () => {
    for (const reply of await ports.repliesFor(lane, since))
      once("reply", `reply ${reply.id}`, showReply(side, reply, ports));
    for (const ticket of await ports.ticketsFor(lane)) once("ticket", `ticket ${JSON.stringify(ticket)}`, ticket);
  };
}
