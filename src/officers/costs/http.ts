import express, { type Request, type Response, type Router } from "express";
import { costsByMonth } from "../../outbox/index.ts";
import { hasRole } from "../accounts/account.ts";
import { SOURCE_NAMES } from "../desk/words.ts";
import type { ConsolePorts } from "../ports.ts";
import { handling, officerOf, show } from "../screens/http.ts";

/** What sending cost, month by month. Heads, coordinators and administrators answer for money. */
export function costRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.use("/chi-phi", (_request, response, next) =>
    hasRole(officerOf(response), "admin", "head", "coordinator") ? next() : next("router"),
  );
  router.get(
    "/chi-phi",
    handling((request, response) => showCosts(ports, request, response)),
  );
  return router;
}

const money = new Intl.NumberFormat("vi-VN");

async function showCosts(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const costs = await costsByMonth(ports.db);
  const months = [...new Set(costs.map(({ month }) => month))].map((month) => {
    const lines = costs.filter((cost) => cost.month === month);
    return { month, lines, total: lines.reduce((sum, { amountVnd }) => sum + amountVnd, 0) };
  });
  const serviceOf = (id: string) => ports.services.find((service) => service.id === id);
  const data = { months, serviceOf, channelNames: SOURCE_NAMES, money: (amount: number) => money.format(amount) };
  show(request, response, { title: "Chi phí gửi tin", view: "costs", data });
}
