import type { Wording } from "../../messages/index.ts";
import type { Turn, TurnInput } from "../model.ts";
import type { DossierStatus } from "./client.ts";

/** What the one-stop system says of the dossier whose number was given; a late one leads to a report of it. */
export function dossierTurn(
  input: TurnInput,
  dossier: DossierStatus,
  { wording, today }: { readonly wording: Wording; readonly today: string },
): Turn {
  const trace = { intent: "tra_cuu_ho_so", outcome: dossier.kind === "found" ? "status" : "directions" } as const;
  return { state: input.state, replies: [wording.say(...wordsFor(dossier, wording, today))], commands: [], trace };
}

function wordsFor(dossier: DossierStatus, wording: Wording, today: string): [string, Record<string, string>] {
  if (dossier.kind !== "found")
    return [dossier.kind === "unknown" ? "ho_so_khong_thay" : "ho_so_chua_xem_duoc", { ma_ho_so: dossier.code }];
  const { code, state, step, unit, due } = dossier;
  const isOpen = state === "received" || state === "processing";
  const isLate = isOpen && due !== null && due < today;
  const values = {
    ma_ho_so: code,
    trang_thai: wording.text(`ho_so.${state}`),
    buoc: step && wording.text("ho_so.buoc", { buoc: step }),
    don_vi: unit && wording.text("ho_so.don_vi", { don_vi: unit }),
    ngay_hen: due === null ? "" : wording.text("ho_so.ngay_hen", { ngay: due.split("-").reverse().join("/") }),
  };
  return [isLate ? "ho_so_tre_hen" : "ho_so_tinh_trang", values];
}
