import type { Request, RequestHandler, Response } from "express";
import { officerById } from "../../accounts/store.ts";
import { countBadges } from "../../badges/http.ts";
import type { ConsolePorts } from "../../ports.ts";
import { officerOf } from "../../screens/http.ts";

/** How often the queue is looked at for an open page. */
const LOOK_EVERY_MS = 2000;

/** Streams the numbers beside the main entries whenever they change, until the page or the session ends. */
export function liveQueue(ports: ConsolePorts): RequestHandler {
  return (request, response) => {
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      Connection: "keep-alive",
    });
    response.write("retry: 5000\n\n");
    const look = watcher(ports, request, response);
    let looking = false;
    const timer = setInterval(() => {
      if (looking) return;
      looking = true;
      look()
        .catch(() => hangUp(response))
        .finally(() => {
          looking = false;
        });
    }, LOOK_EVERY_MS);
    timer.unref();
    response.on("close", () => clearInterval(timer));
  };
}

/** An open page is not work: the stream ends without response.end(), which would count as a sign of life of the session. */
const hangUp = (response: Response): void => void response.destroy();

function watcher(ports: ConsolePorts, request: Request, response: Response): () => Promise<void> {
  const last = new Map<string, number>();
  return async () => {
    const officer = await officerById(ports.db, officerOf(response).id);
    if (!officer || officer.disabled || !(await isAlive(request))) return hangUp(response);
    for (const [name, count] of Object.entries(await countBadges(ports, officer))) {
      if (count !== last.get(name)) response.write(`event: ${name}\ndata: ${count}\n\n`);
      last.set(name, count);
    }
  };
}

function isAlive(request: Request): Promise<boolean> {
  return new Promise((resolve, reject) => {
    request.sessionStore.get(request.sessionID, (error: unknown, session) =>
      error ? reject(error) : resolve(Boolean(session?.officer)),
    );
  });
}
