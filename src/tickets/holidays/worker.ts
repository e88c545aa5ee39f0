import { parentPort, workerData } from "node:worker_threads";
import Holidays from "date-holidays";
import type { PublicHoliday, Years } from "./load.ts";

const { first, last }: Years = workerData;
const vietnam = new Holidays("VN", { types: ["public"], timezone: "Asia/Ho_Chi_Minh" });
const found: PublicHoliday[] = [];
for (let year = first; year <= last; year++)
  for (const { start, end, name } of vietnam.getHolidays(year, "vi"))
    found.push({ start: start.getTime(), end: end.getTime(), name });
parentPort?.postMessage(found);
