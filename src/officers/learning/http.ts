import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import {
  decidePhrases,
  learnedPhrases,
  type RoutingSuggestion,
  suggestions,
  undoPhrase,
} from "../../departments/index.ts";
import { printInstant, triageDecisions } from "../../tickets/index.ts";
import { hasRole } from "../accounts/account.ts";
import { audit } from "../audit/store.ts";
import { departmentName } from "../desk/ticket-page.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";

/** Decisions of the last quarter of a year teach. */
const LOOKED_BACK_MS = 90 * 86_400_000;

/** What the desk's own sorting could teach the router. Nothing is learned before a person says so here. */
export function learningRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  const guard: RequestHandler = (_request, response, next) =>
    hasRole(officerOf(response), "coordinator") ? next() : next("router");
  router.use("/goi-y", guard);
  router.get(
    "/goi-y",
    handling((request, response) => list(ports, request, response)),
  );
  router.post(
    "/goi-y/quyet-dinh",
    handling((request, response) => decide(ports, request, response)),
  );
  router.post(
    "/goi-y/bo",
    handling((request, response) => undo(ports, request, response)),
  );
  return router;
}

async function suggestionsNow(ports: ConsolePorts): Promise<RoutingSuggestion[]> {
  const [decided, learned] = await Promise.all([
    triageDecisions(ports.db.read, ports.now() - LOOKED_BACK_MS),
    learnedPhrases(ports.db.read),
  ]);
  const { departments } = ports.directory;
  const idOf = (to: string): string => [...departments.values()].find(({ name }) => name === to)?.id ?? to;
  const decisions = decided.map(({ code, content, to }) => ({ code, text: content, unit: idOf(to) }));
  return suggestions(decisions, ports.directory, learned);
}

async function list(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const [found, learned] = await Promise.all([suggestionsNow(ports), learnedPhrases(ports.db.read)]);
  const unitName = (id: string): string =>
    ports.directory.departments.get(id)?.name ?? departmentName(ports.departments, id);
  show(request, response, {
    title: "Gợi ý phân loại",
    view: "learning",
    data: {
      suggestions: found.map(({ unit, topic, topics, phrases, tickets }) => ({
        unit,
        unitName: unitName(unit),
        topics: topics.map((id) => ({ id, name: ports.topicName(id) || id, isNearest: id === topic })),
        phrases,
        tickets,
      })),
      learned: learned
        .filter(({ state }) => state === "accepted")
        .map(({ id, phrase, topic, at, tickets }) => ({
          id,
          phrase,
          tickets,
          topic: ports.topicName(topic) || topic,
          at: printInstant(at),
        })),
    },
  });
}

/** Only what is offered now can be accepted or turned down: a form cannot bring in words of its own. */
async function decide(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const unit = field(request, "unit");
  const offered = (await suggestionsNow(ports)).find((one) => one.unit === unit);
  const phrases = offered?.phrases.filter((_, nth) => field(request, `tu-${nth}`) === offered.phrases[nth]) ?? [];
  const topic = offered?.topics.find((id) => id === field(request, "topic"));
  if (topic === undefined || phrases.length === 0) {
    await leaveNotice(request, "Gợi ý đã thay đổi hoặc chưa chọn từ nào. Xin xem lại.");
    return response.redirect(303, "/console/goi-y");
  }
  const state = field(request, "viec") === "them" ? "accepted" : "refused";
  const by = officerOf(response).id;
  const at = ports.now();
  await ports.db.write(async (tx) => {
    const learnt = phrases.map((phrase) => ({ phrase, tickets: offered?.sources[phrase] ?? [] }));
    await decidePhrases(tx, { unit, topic, phrases: learnt, state, by, at });
    const action = state === "accepted" ? "words_learned" : "words_refused";
    await audit(tx, { at, officerId: by, action, subject: `${topic} ${phrases.length}` });
  });
  await ports.refreshLearned();
  const done =
    state === "accepted"
      ? `Đã thêm ${phrases.length} cách nói vào chủ đề ${ports.topicName(topic) || topic}. Phiếu mới sẽ theo; bỏ lại được ở bên dưới.`
      : "Đã bỏ qua; gợi ý này không hiện lại.";
  await leaveNotice(request, done);
  response.redirect(303, "/console/goi-y");
}

async function undo(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const by = officerOf(response).id;
  const at = ports.now();
  const undone = await ports.db.write(async (tx) => {
    const phrase = await undoPhrase(tx, field(request, "id"), by, at);
    if (phrase) await audit(tx, { at, officerId: by, action: "words_unlearned", subject: `${phrase.topic} 1` });
    return phrase;
  });
  await ports.refreshLearned();
  await leaveNotice(request, undone ? `Đã bỏ “${undone.phrase}”.` : "Từ này không còn đang dùng.");
  response.redirect(303, "/console/goi-y");
}
