import { describe, expect, test } from "vitest";
import type { TurnInput } from "../../../src/conversation/model.ts";
import { type OfficePorts, officeTurn } from "../../../src/conversation/office-facts.ts";
import type { Department } from "../../../src/departments/index.ts";
import { createWording } from "../../../src/messages/index.ts";

const wording = createWording({
  gio_lam_viec: "Giờ: {{gio}} ({{so}}, {{nguon}}, {{ngay}}).",
  gio_lam_viec_chua_co: "Chưa có giờ của {{don_vi}}.",
  dia_chi: "Ở {{dia_chi}} ({{so}}, {{nguon}}, {{ngay}}).",
  lien_he: "{{don_vi}}: {{lien_he}}.",
  lien_he_chua_co: "Chưa có của {{don_vi}}.",
});
const proof = { source: "Thông báo", decision: "12/TB-UBND", checked_on: "2026-08-05" };
const police = { name: "Công an xã", phone: "0200 000 111", address: null } as unknown as Department;
const PORTS: OfficePorts = {
  wording,
  officeName: "xã",
  oneStop: { address: { text: "Số 1 đường Thử", ...proof }, hours: { text: "7 giờ đến 17 giờ", ...proof } },
  unitNamed: (text) => (text.includes("công an") ? police : undefined),
};
const ask = (intents: readonly string[], text = "", ports: Partial<OfficePorts> = {}) => {
  const input = { message: { text }, whole: { hits: [] } } as unknown as TurnInput;
  const turn = officeTurn(input, intents, { ...PORTS, ...ports });
  return turn && [turn.replies[0]?.text, turn.trace.outcome, turn.trace.reason];
};

describe("what the office has published about itself", () => {
  test("is said with the decision it stands in", () => {
    expect(ask(["gio_lam_viec"])).toEqual([
      "Giờ: 7 giờ đến 17 giờ (12/TB-UBND, Thông báo, ngày 5/8/2026).",
      "directions",
      undefined,
    ]);
    expect(ask(["lien_he"], "ủy ban ở đâu")?.[0]).toBe("Ở Số 1 đường Thử (12/TB-UBND, Thông báo, ngày 5/8/2026).");
  });

  test("a unit named by the citizen is meant, not the office", () => {
    expect(ask(["lien_he"], "số công an xã")?.[0]).toBe("Công an xã: 0200 000 111.");
  });

  test("is not made up where nobody has filled it in", () => {
    const nothing = { oneStop: { address: null, hours: null } };
    expect(ask(["gio_lam_viec"], "", nothing)).toEqual(["Chưa có giờ của xã.", "refused", "not_a_procedure"]);
    expect(ask(["lien_he"], "ủy ban ở đâu", nothing)).toEqual(["Chưa có của xã.", "refused", "not_a_procedure"]);
  });

  test("is not what a complaint that mentions the hours is about", () => {
    expect(ask(["gio_lam_viec", "pakn_hanh_vi"])).toBeUndefined();
    expect(ask(["chao_hoi"])).toBeUndefined();
  });
});
