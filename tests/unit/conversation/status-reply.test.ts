import { expect, test } from "vitest";
import { statusReply } from "../../../src/conversation/follow-up.ts";
import { loadScript } from "../../../src/conversation/index.ts";
import type { Ticket } from "../../../src/tickets/index.ts";

const { wording } = loadScript("flows");
const ports = { wording, departmentName: (id: string | null) => (id === null ? "cán bộ đầu mối" : "Phòng Kinh tế") };
const at = (text: string) => Date.parse(`${text}:00+07:00`);
const said = (ticket: Partial<Ticket>, words?: string) =>
  statusReply(
    {
      id: "t1",
      code: "PA-7K3M-92XF",
      status: "in_progress",
      department: "phong-kinh-te",
      transferTo: null,
      answer: null,
      dueAt: at("2026-11-30T11:30"),
      promisedAt: null,
      ...ticket,
    } as Ticket,
    words === undefined ? {} : { officeWords: new Map([["t1", words]]) },
    ports,
  ).text;

test("a late ticket's status names the day promised with the apology", () => {
  expect(said({})).not.toContain("hẹn trả lời");
  expect(said({ promisedAt: at("2026-12-08T17:00") })).toContain(
    "Hạn trả lời: 11:30 thứ Hai 30/11/2026; đã xin lỗi vì trễ, hẹn trả lời thứ Ba 8/12/2026",
  );
});

test("a ticket passed on is with the agency it went to, not with us", () => {
  const passedOn = { status: "transferred", department: null, transferTo: "Công an xã Tuyên Bình" } as const;
  expect(said(passedOn)).toContain("Nơi xử lý: Công an xã Tuyên Bình");
  expect(said({ ...passedOn, status: "received", transferTo: "cong-an-xa" })).toContain("Nơi xử lý: cán bộ đầu mối");
});

test("what an officer asked, and why a ticket was refused, is read where the ticket is looked up", () => {
  expect(said({ status: "waiting_for_citizen" }, "Nhà số mấy ạ?")).toContain("Cán bộ hỏi: Nhà số mấy ạ?");
  expect(said({ status: "refused" }, "Đã có bản án.")).toContain("Lý do: Đã có bản án.");
  expect(said({ status: "answered", answer: "Đã dọn." })).toContain("Trả lời: Đã dọn.");
});
