import express, { type Request, type Response, type Router } from "express";
import { type Letter, lettersOf, letterText } from "../../../tickets/index.ts";
import { audit } from "../../audit/store.ts";
import type { ConsolePorts } from "../../ports.ts";
import { handling, officerOf, show } from "../../screens/http.ts";
import { readTicketNow } from "../reading/store.ts";

/** The letter that passed a ticket on, to be printed as often as wished, and as plain text. */
export function letterRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/phieu/:code/phieu-chuyen/:nth.txt",
    handling((request, response) => open(ports, request, response, sendText)),
  );
  router.get(
    "/phieu/:code/phieu-chuyen/:nth",
    handling((request, response) => open(ports, request, response, showLetter)),
  );
  return router;
}

type Sender = (request: Request, response: Response, letter: Letter, code: string) => void;

async function open(ports: ConsolePorts, request: Request, response: Response, send: Sender): Promise<void> {
  const ticket = await readTicketNow(ports.db.read, officerOf(response), request.params["code"], ports);
  const letters = ticket ? await lettersOf(ports.db.read, ticket.id) : [];
  const letter = letters[Number(request.params["nth"]) - 1];
  if (!ticket || !letter)
    return show(request, response, { title: "Không tìm thấy phiếu", view: "no-ticket", data: {}, status: 404 });
  const subject = `${ticket.code} ${letter.number}`;
  await ports.db.write((tx) =>
    audit(tx, { at: ports.now(), officerId: officerOf(response).id, action: "letter_opened", subject }),
  );
  send(request, response, letter, ticket.code);
}

const sendText: Sender = (_request, response, letter, code) => {
  response.setHeader("Content-Disposition", `attachment; filename="${code}-phieu-chuyen.txt"`);
  response.type("text/plain; charset=utf-8").send(letterText(letter));
};

const showLetter: Sender = (request, response, letter, code) => {
  show(request, response, {
    title: `Phiếu chuyển ${letter.number}`,
    view: "letter",
    data: { letter, code, textAt: `/console${request.path}.txt` },
    scripts: ["/console/tep/print.js"],
  });
};
