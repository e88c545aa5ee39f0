import type { Ticket, TicketRules } from "../../../tickets/index.ts";

type Units = TicketRules["units"];

/** Who a ticket can be passed on to: agencies and companies that are not ours, the one it seems to be for first. */
export function agenciesFor({ transferTo, denied }: Ticket, { departments }: Units): { id: string; name: string }[] {
  return [...departments.values()]
    .filter(({ id, kind }) => (kind !== "own" || id === transferTo) && !denied.departments.includes(id))
    .sort((a, b) => Number(b.id === transferTo) - Number(a.id === transferTo))
    .map(({ id, name }) => ({ id, name }));
}

/** Those it is about are never written to, whether chosen or typed. */
export function isDeniedAgency(agency: string, { denied }: Ticket, { departments }: Units): boolean {
  const typed = agency.normalize("NFC").trim().toLowerCase();
  return denied.departments.some((id) => {
    const unit = departments.get(id);
    return unit !== undefined && [unit.name, ...unit.also].some((name) => name.toLowerCase() === typed);
  });
}

/** What an open ticket's page says of the agency it seems to be for; empty where it is ours. */
export function transferHint({ transferTo, status }: Ticket, { departments }: Units): string {
  if (transferTo === null || (status !== "received" && status !== "reopened")) return "";
  const name = departments.get(transferTo)?.name ?? transferTo;
  return `Thuộc thẩm quyền của ${name}: chuyển bằng phiếu chuyển trước hạn này (05 ngày làm việc, Nghị định 20/2008/NĐ-CP Điều 9).`;
}
