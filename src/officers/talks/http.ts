import express, { type Request, type Response, type Router } from "express";
import {
  enqueue,
  floorById,
  giveFloorBack,
  givenBackBefore,
  keepFloor,
  openFloors,
  type PastFloor,
  takeFloor,
} from "../../outbox/index.ts";
import { newId } from "../../platform/index.ts";
import { printInstant, type Ticket } from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { listOfficers, officerById } from "../accounts/store.ts";
import { audit } from "../audit/store.ts";
import { mayContact } from "../contact/responsible.ts";
import { LONGEST_TEXT } from "../desk/forms.ts";
import { readTicket } from "../desk/reading/store.ts";
import { newFormKey } from "../desk/store.ts";
import { actorsOf } from "../desk/viewer.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { followed } from "./following/store.ts";
import { talkLine, talkPage } from "./talk-page.ts";

/** Talks an officer has taken over from the bot: who has them, what is said, and the way to write and to give back. */
export function talkRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/tro-chuyen",
    handling((request, response) => showTalks(ports, request, response)),
  );
  router.post(
    "/tiep-quan/:code",
    handling((request, response) => take(ports, request, response)),
  );
  router.get(
    "/tro-chuyen/:id",
    handling((request, response) => showTalk(ports, request, response)),
  );
  for (const [slug, act] of Object.entries({ gui: write, "tiep-tuc": goOn, "tra-lai": giveBack }))
    router.post(
      `/tro-chuyen/:id/${slug}`,
      handling((request, response) => act(ports, request, response)),
    );
  return router;
}

async function showTalks(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const [floors, officers] = await Promise.all([openFloors(ports.db.read), listOfficers(ports.db)]);
  const talks = (await followed(ports.db.read, officer, floors)).map((floor) => talkLine(floor, officers));
  show(request, response, { title: "Trò chuyện trực tiếp", view: "talks", data: { talks } });
}

/** The ticket of the address, if this officer may telephone and write to its reporter. */
async function ticketFor(ports: ConsolePorts, request: Request, officer: Officer): Promise<Ticket | undefined> {
  const ticket = await readTicket(ports.db.read, officer, request.params["code"]);
  return ticket && mayContact(officer, ticket) ? ticket : undefined;
}

async function take(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const ticket = await ticketFor(ports, request, officer);
  const address = ticket?.reporter.address;
  if (!ticket || !address) return noSuchTalk(request, response);
  const taken = await takeFloor(ports.db, address, officer.id, ports.now());
  if (taken.kind === "held") {
    const holder = await officerById(ports.db, taken.by);
    await leaveNotice(request, `${holder?.displayName ?? "Cán bộ khác"} đang trực tiếp trao đổi với người dân này.`);
    return response.redirect(303, `/console/phieu/${ticket.code}`);
  }
  await note(ports, officer, "floor_taken", taken.floor.id);
  const last = taken.lastWords > 0 ? " Trợ lý đang gửi nốt một tin dở dang." : "";
  await leaveNotice(
    request,
    `Anh/Chị đang trực tiếp trao đổi. Trợ lý tự động im lặng cho đến khi Anh/Chị trả lại.${last}`,
  );
  response.redirect(303, `/console/tro-chuyen/${taken.floor.id}`);
}

async function talkOf(ports: ConsolePorts, request: Request, response: Response): Promise<PastFloor | undefined> {
  const floor = await floorById(ports.db.read, String(request.params["id"]));
  const [open] = floor ? await followed(ports.db.read, officerOf(response), [floor]) : [];
  return open;
}

function noSuchTalk(request: Request, response: Response): void {
  show(request, response, { title: "Không tìm thấy cuộc trò chuyện", view: "no-ticket", data: {}, status: 404 });
}

async function showTalk(ports: ConsolePorts, request: Request, response: Response, problem = ""): Promise<void> {
  const floor = await talkOf(ports, request, response);
  if (!floor) return noSuchTalk(request, response);
  const officer = officerOf(response);
  const span = { from: floor.takenAt, to: floor.endedAt ?? ports.now() };
  const [lines, officers, past] = await Promise.all([
    ports.conversationBetween(floor.to, span, actorsOf(officer)),
    listOfficers(ports.db),
    givenBackBefore(ports.db.read, floor),
  ]);
  const before = await followed(ports.db.read, officer, past);
  await note(ports, officer, "talk_viewed", floor.id);
  const page = talkPage({ floor, before, lines, officers, officer });
  const data = { page, problem, typed: field(request, "text"), print: printInstant, formKey: newFormKey(ports.now()) };
  show(request, response, { title: "Trò chuyện trực tiếp", view: "talk", data, status: problem ? 422 : 200 });
}

/** What the officer writes is promised once a form, in the transaction that keeps the floor theirs. */
async function write(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const floor = await talkOf(ports, request, response);
  if (!floor) return noSuchTalk(request, response);
  const text = field(request, "text");
  if (text === "") return showTalk(ports, request, response, "Vui lòng nhập nội dung.");
  if (text.length > LONGEST_TEXT) return showTalk(ports, request, response, `Nội dung dài quá ${LONGEST_TEXT} ký tự.`);
  const officer = officerOf(response);
  const now = ports.now();
  const reply = ports.spokenBy(officer.displayName, text);
  const key = `talk:${floor.id}:${field(request, "formKey") || newFormKey(now)}`;
  const isKept = await ports.db.write(async (tx) => {
    if (!(await keepFloor(tx, floor.lane, officer.id, now))) return false;
    await enqueue(tx, { id: newId(now), to: floor.to, reply, key, cause: "talk" }, now);
    return true;
  });
  if (!isKept) return showTalk(ports, request, response, NOT_YOURS);
  ports.wakeOutbox();
  response.redirect(303, `/console/tro-chuyen/${floor.id}`);
}

const NOT_YOURS = "Cuộc trò chuyện này không còn do Anh/Chị giữ. Tin chưa được gửi.";

async function goOn(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const floor = await talkOf(ports, request, response);
  if (!floor) return noSuchTalk(request, response);
  const officer = officerOf(response);
  const isMine = floor.officerId === officer.id;
  const isKept = isMine
    ? await ports.db.write((tx) => keepFloor(tx, floor.lane, officer.id, ports.now()))
    : !floor.isOver && (await takeFloor(ports.db, floor.to, officer.id, ports.now())).kind === "taken";
  if (isKept && !isMine) await note(ports, officer, "floor_taken", floor.id);
  await leaveNotice(request, isKept ? "Anh/Chị đang giữ cuộc trò chuyện." : NOT_YOURS);
  response.redirect(303, `/console/tro-chuyen/${floor.id}`);
}

async function giveBack(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const floor = await talkOf(ports, request, response);
  if (!floor) return noSuchTalk(request, response);
  const summary = field(request, "summary").slice(0, LONGEST_TEXT);
  if (summary === "")
    return showTalk(ports, request, response, "Vui lòng ghi tóm tắt: đã trả lời điều gì, còn việc gì.");
  const officer = officerOf(response);
  const at = ports.now();
  const ended = await ports.db.write(async (tx) => {
    const given = await giveFloorBack(tx, floor.lane, { officerId: officer.id, summary, at });
    if (!given) return false;
    await ports.handBack(tx, floor.lane, summary);
    await audit(tx, { at, officerId: officer.id, action: "floor_given_back", subject: floor.id });
    return true;
  });
  await leaveNotice(request, ended ? "Đã trả lại cho trợ lý tự động." : NOT_YOURS);
  if (ended) ports.wakeOutbox();
  response.redirect(303, "/console/tro-chuyen");
}

function note(
  ports: ConsolePorts,
  officer: Officer,
  action: "floor_taken" | "talk_viewed",
  subject: string,
): Promise<void> {
  return ports.db.write((tx) => audit(tx, { at: ports.now(), officerId: officer.id, action, subject }));
}
