import express, { type Request, type Response, type Router } from "express";
import { abandon, keepCall, sendAgain } from "../../outbox/index.ts";
import { printInstant } from "../../tickets/index.ts";
import { hasRole } from "../accounts/account.ts";
import { audit } from "../audit/store.ts";
import { noteSeen } from "../desk/reading/store.ts";
import { troubleWords } from "../desk/trouble.ts";
import { SOURCE_NAMES } from "../desk/words.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { contactQueue } from "./store.ts";

/** People who have not heard from us: calls to make, and messages that are stuck. */
export function contactRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/lien-he",
    handling((request, response) => showQueue(ports, request, response)),
  );
  router.post(
    "/lien-he/goi",
    handling((request, response) => called(ports, request, response)),
  );
  router.post(
    "/lien-he/tin",
    handling((request, response) => move(ports, request, response)),
  );
  return router;
}

async function showQueue(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const { calls, stuck, officers } = await contactQueue(ports.db, officer, ports.now());
  const shown = [...calls, ...stuck].flatMap(({ ticket }) => ticket ?? []);
  await noteSeen(ports.db, officer, shown, ports.now());
  const nameOf = (id: string) => officers.find((known) => known.id === id)?.displayName ?? "Cán bộ đã rời hệ thống";
  const data = {
    calls,
    stuck,
    nameOf,
    print: printInstant,
    troubleWords,
    channelNames: SOURCE_NAMES,
    seesTickets: !hasRole(officer, "admin"),
  };
  show(request, response, { title: "Liên hệ người dân", view: "contact", data });
}

/** Only what stands on this officer's page can be worked on. */
async function called(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const result = field(request, "result") === "done" ? "done" : "not_reached";
  const deliveryId = field(request, "id");
  const { calls } = await contactQueue(ports.db, officer, ports.now());
  const isTheirs = calls.some((call) => call.deliveryId === deliveryId);
  const outcome = isTheirs ? await ring() : "over";
  const said =
    result === "done" ? "Đã ghi nhận: người dân đã được báo." : "Đã ghi nhận: chưa gặp được, việc gọi vẫn còn.";
  await leaveNotice(request, outcome === "kept" ? said : "Việc gọi này đã có người làm.");
  response.redirect(303, "/console/lien-he");

  function ring(): Promise<"kept" | "over"> {
    return ports.db.write(async (tx) => {
      const at = ports.now();
      const kept = await keepCall(tx, { deliveryId, officerId: officer.id, result }, at);
      if (kept === "kept")
        await audit(tx, { at, officerId: officer.id, action: "call_made", subject: `${deliveryId} ${result}` });
      return kept;
    });
  }
}

async function move(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const id = field(request, "id");
  const isGivenUp = field(request, "what") === "thoi";
  const { stuck } = await contactQueue(ports.db, officer, ports.now());
  const outcome = stuck.some((delivery) => delivery.id === id) ? await act() : "not_waiting";
  const said = {
    queued: "Đã xếp tin vào hàng gửi lại.",
    abandoned: "Đã thôi gửi tin này.",
    not_waiting: "Tin này không còn chờ gửi.",
  };
  await leaveNotice(request, said[outcome]);
  if (outcome === "queued") ports.wakeOutbox();
  response.redirect(303, "/console/lien-he");

  function act(): Promise<"queued" | "abandoned" | "not_waiting"> {
    return ports.db.write(async (tx) => {
      const at = ports.now();
      const done = isGivenUp ? await abandon(tx, id, `given up by ${officer.id}`, at) : await sendAgain(tx, id, at);
      await audit(tx, { at, officerId: officer.id, action: "delivery_moved", subject: `${id} ${done}` });
      return done;
    });
  }
}
