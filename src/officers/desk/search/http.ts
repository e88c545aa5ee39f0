import express, { type Request, type Response, type Router } from "express";
import { parseCode } from "../../../tickets/index.ts";
import type { ConsolePorts } from "../../ports.ts";
import { handling, officerOf, show } from "../../screens/http.ts";
import { cardsOf } from "../cards/store.ts";
import { findTickets, noteSeen, readTicketNow } from "../reading/store.ts";
import { departmentName } from "../ticket-page.ts";

/** Whoever finds more than this has to remember more. */
const SHOWN = 50;
/** What fits into the box. */
const LONGEST = 200;

export function searchRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/tim",
    handling((request, response) => search(ports, request, response)),
  );
  return router;
}

/** A code as typed or read out leads to its ticket; anything else to those it is found in. Somebody else's ticket reads as none. */
async function search(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const typed = String(request.query["ma"] ?? "")
    .trim()
    .slice(0, LONGEST);
  if (typed === "") return response.redirect(303, "/console");
  const ticket = await readTicketNow(ports.db.read, officer, typed, ports);
  if (ticket) return response.redirect(303, `/console/phieu/${ticket.code}`);
  const found = await findTickets(ports.db.read, officer, typed, SHOWN + 1);
  const shown = found.slice(0, SHOWN);
  const now = ports.now();
  await noteSeen(ports.db, officer, shown, now);
  const problem = found.length === 0 ? codeProblem(typed) : "";
  show(request, response, {
    title: "Tìm phiếu",
    view: "found",
    status: problem ? 404 : 200,
    data: {
      typed,
      problem,
      summary: summaryWords(found.length),
      empty: EMPTY,
      unit: departmentName(ports.departments, officer.department),
      tickets: await cardsOf(ports, shown, now),
    },
  });
}

const EMPTY =
  "Không có phiếu nào Anh/Chị được xem có đủ những từ này. Hãy thử ít từ hơn, hoặc chỉ một phần của tên, số điện thoại, nội dung hay nơi xảy ra.";

const summaryWords = (count: number): string =>
  count > SHOWN
    ? `Có hơn ${SHOWN} phiếu; dưới đây là ${SHOWN} phiếu mới nhất. Anh/Chị thêm từ để tìm hẹp hơn.`
    : `Có ${count} phiếu, mới nhất trước.`;

/** What is wrong with a code that leads nowhere; empty for what is no code. */
function codeProblem(typed: string): string {
  const parsed = parseCode(typed);
  if (parsed.ok) return "Không tìm thấy phiếu có mã này.";
  return parsed.reason === "check" ? "Mã này có ký tự chưa đúng. Vui lòng xem lại từng ký tự." : "";
}
