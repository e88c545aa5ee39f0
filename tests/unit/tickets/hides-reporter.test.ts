import { expect, test } from "vitest";
import { isReporterHidden } from "../../../src/officers/desk/viewer.ts";
import type { Officer, Role } from "../../../src/officers/index.ts";
import { hidesReporter, type Ticket } from "../../../src/tickets/index.ts";

const NOBODY = { departments: [], officers: [] };

test.each([
  ["how somebody behaved", "pakn_hanh_vi", NOBODY, false, true],
  ["a regulation", "pakn_quy_dinh", NOBODY, false, false],
  ["a street lamp a unit is barred from", "hien_truong", { ...NOBODY, departments: ["phong-kinh-te"] }, false, true],
  ["a late dossier of one officer", "ho_so_tre", { ...NOBODY, officers: ["lan"] }, false, true],
  ["a denunciation", "to_cao", NOBODY, true, true],
] as const)("who reported %s", (_, recordType, denied, restricted, isHidden) => {
  expect(hidesReporter({ recordType, denied, restricted })).toBe(isHidden);
});

test("the desk, and whoever the inspector has named for a complaint, know who reported; the unit does not", () => {
  const officer = (role: Role) => ({ roles: [role], department: "van-phong" }) as unknown as Officer;
  const barred = { ...NOBODY, departments: ["phong-kinh-te"] };
  const late = { recordType: "ho_so_tre", denied: barred, restricted: false } as unknown as Ticket;
  expect(isReporterHidden(officer("officer"), late)).toBe(true);
  expect(isReporterHidden(officer("head"), late)).toBe(true);
  expect(isReporterHidden(officer("coordinator"), late)).toBe(false);
  expect(isReporterHidden(officer("officer"), { ...late, recordType: "khieu_nai", restricted: true })).toBe(false);
});
