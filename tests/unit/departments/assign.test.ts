import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Assignment,
  type AssignmentFacts,
  accusedIn,
  assign,
  type Directory,
  loadDirectory,
} from "../../../src/departments/index.ts";
import { fold } from "../../../src/text/index.ts";

let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory("knowledge");
});

const route = (
  text: string,
  recordType: AssignmentFacts["recordType"] = "hien_truong",
  more: Partial<AssignmentFacts> = {},
) => assign({ recordType, text, ...more }, directory);

const goal = (to: Assignment) =>
  to.to === "department" ? to.department : to.to === "transfer_out" ? `→ ${to.agency}` : "triage";

function receiversOf(to: Assignment): string[] {
  if (to.to === "triage") return [];
  return to.to === "department" ? [to.department, ...to.coHandlers] : [to.agency];
}

/** Own wordings, one unit each. */
const LABELLED: readonly (readonly [string, string])[] = [
  ["Xóm tôi rác chất đống cả tuần nay xe không vô lấy", "phong-kinh-te"],
  ["Có người lén chở xà bần ra bờ sông đổ ban đêm", "phong-kinh-te"],
  ["Đường vào thôn Xuân Sơn ổ gà nhiều quá, trời mưa té xe", "phong-kinh-te"],
  ["Nắp cống trước nhà văn hóa bị vỡ, trẻ con dễ sụp chân", "phong-kinh-te"],
  ["Đèn đường từ cầu Mai Hóa vào chợ hỏng nửa tháng", "phong-kinh-te"],
  ["Cứ mưa là ngập lút bánh xe vì cống tắc", "phong-kinh-te"],
  ["Nước máy ba hôm nay không chảy, cả xóm thiếu nước sinh hoạt", "phong-kinh-te"],
  ["Trại heo sát nhà dân mùi hôi không chịu nổi", "phong-kinh-te"],
  ["Chó nhà hàng xóm thả rông hay đuổi cắn người đi đường", "phong-kinh-te"],
  ["Hàng quán bày bán tràn lan hết vỉa hè không còn chỗ đi", "phong-kinh-te"],
  ["Nhà bên cạnh xây nhà trái phép lấn sang đường đi", "phong-kinh-te"],
  ["Xưởng gỗ cưa xẻ suốt đêm, bụi bay mù mịt", "phong-kinh-te"],
  ["Bãi tập kết cát hút cát gây sạt lở bờ sông Gianh", "phong-kinh-te"],
  ["Cây xanh trước trường sắp đổ, nhánh cây gãy treo lơ lửng", "phong-kinh-te"],
  ["Chợ Minh Cầm xuống cấp, tiền chợ thì thu cao", "phong-kinh-te"],
  ["Bình xét hộ nghèo ở thôn không công khai", "phong-kinh-te"],
  ["Tiền đền bù giải phóng mặt bằng làm đường cao tốc chưa thấy trả", "phong-kinh-te"],
  ["Ông hàng xóm dời mốc giới lấn đất vườn nhà tôi", "phong-kinh-te"],
  ["Làm bìa đỏ lần đầu thì ai đo đạc, sao tách thửa lâu vậy", "cn-vpdkdd"],
  ["Quán karaoke mở nhạc to tới khuya mỗi tối", "phong-vh-xh"],
  ["Trường tiểu học lạm thu, bắt phụ huynh đóng quỹ lớp", "phong-vh-xh"],
  ["Cô giáo ép học sinh đi học thêm", "phong-vh-xh"],
  ["Bà ngoại tôi 82 tuổi chưa được nhận trợ cấp xã hội người cao tuổi", "phong-vh-xh"],
  ["Ba tôi là thương binh mà hồ sơ người có công chưa ai trả lời", "phong-vh-xh"],
  ["Trạm y tế hết vắc xin tiêm chủng cho trẻ", "phong-vh-xh"],
  ["Quán ăn dùng thực phẩm hết hạn làm nhiều người ngộ độc", "phong-vh-xh"],
  ["Sóng điện thoại ở bản quá yếu, internet chậm", "phong-vh-xh"],
  ["Cấp lại giấy khai sinh cho con sao phải đi mấy lần", "van-phong-xa"],
  ["Chứng thực bản sao ở xã bắt chờ công chức tư pháp đi họp", "van-phong-xa"],
  ["Nộp hồ sơ trực tuyến trên cổng dịch vụ công báo lỗi không tải lên được", "ttpvhcc-xa"],
  ["Lấy số xếp hàng ở trung tâm hành chính công chờ cả buổi", "ttpvhcc-xa"],
  ["Xe buýt tuyến Đồng Lê bỏ chuyến liên tục", "so-xay-dung"],
  ["Thanh niên tụ tập đánh bạc gần nhà tôi", "→ cong-an-xa"],
  ["Có nhóm nghiện hút chích bỏ lại kim tiêm sau đình", "→ cong-an-xa"],
  ["Xe quá tải chạy phóng nhanh vượt ẩu trên quốc lộ 12A", "→ cong-an-xa"],
  ["Có kẻ mạo danh công an gọi điện lừa đảo chuyển tiền", "→ cong-an-xa"],
  ["Đăng ký tạm trú cho người thuê nhà bị hẹn mãi", "→ cong-an-xa"],
  ["Làm thẻ căn cước hai tháng chưa có", "→ cong-an-xa"],
  ["Sao con tôi đang học đại học vẫn bị gọi nhập ngũ nghĩa vụ quân sự", "→ ban-chqs-xa"],
  ["Tiền chậm nộp tiền sử dụng đất tính sai", "→ thue-co-so"],
  ["Thẻ bảo hiểm y tế của mẹ tôi bị sai ngày sinh", "→ bhxh-co-so"],
  ["Bản án đã tuyên của tòa án tôi thấy không đúng", "→ toa-an"],
  ["Cúp điện liên miên, điện yếu không bơm được nước", "→ dien-luc"],
];

describe("topics as people say them", () => {
  test.each(LABELLED)("%s: %s", (text, unit) => {
    expect(goal(route(text))).toBe(unit);
  });

  test("typed without accents, at least nine in ten go the same way and the rest are asked about, not misled", () => {
    const folded = LABELLED.map(([text, unit]) => ({ unit, to: goal(route(fold(text))) }));
    const right = folded.filter(({ unit, to }) => unit === to).length;
    const wrong = folded.filter(({ unit, to }) => unit !== to && to !== "triage");
    expect(right / LABELLED.length).toBeGreaterThanOrEqual(0.9);
    expect(wrong.length).toBeLessThanOrEqual(1);
  });

  test.each(["Alo", "Tôi muốn phản ánh", "Mong chính quyền quan tâm giúp bà con", "👍", "", "Chuyện này lâu lắm rồi"])(
    "%j tells nobody's field: a person decides",
    (text) => {
      expect(goal(route(text))).toBe("triage");
    },
  );

  test("two matters of equal weight are a person's decision, with both offered", () => {
    const result = route("Karaoke ầm ĩ và tạm trú chưa đăng ký");
    expect(result).toMatchObject({ to: "triage" });
    if (result.to !== "triage") return;
    expect(result.candidates.map(({ department }) => department)).toEqual(
      expect.arrayContaining(["phong-vh-xh", "cong-an-xa"]),
    );
  });

  test("the reason names the topic, the words and the basis", () => {
    const { because } = route("Bãi rác tự phát bốc mùi");
    expect(because).toContain("Rác thải");
    expect(because).toContain("“bãi rác tự phát”");
    expect(because).toContain("NĐ 150/2025");
  });

  test("a hint from the conversation settles what the words leave open", () => {
    expect(goal(route("ngay trước nhà tôi", "hien_truong", { topicHints: ["chieu-sang"] }))).toBe("phong-kinh-te");
  });

  test("a landmark is not the matter", () => {
    expect(goal(route("Đống rác trước trạm y tế"))).toBe("phong-kinh-te");
  });
});

describe("each kind of record", () => {
  test("a regulation goes to the province's focal point, its field as co-handler", () => {
    expect(route("Quy định tách thửa tối thiểu không hợp thực tế", "pakn_quy_dinh")).toMatchObject({
      to: "department",
      department: "vp-ubnd-tinh",
      coHandlers: ["so-nnmt"],
    });
  });

  test("a recommendation goes to the unit of its field", () => {
    expect(goal(route("Đề nghị lắp thêm đèn đường ở ngã ba", "kien_nghi"))).toBe("phong-kinh-te");
  });

  test("a late dossier goes to the unit that holds it, the service centre helps; of unknown field, to the centre", () => {
    expect(route("Hồ sơ tách thửa trễ hẹn hai tuần", "ho_so_tre")).toMatchObject({
      department: "cn-vpdkdd",
      coHandlers: expect.arrayContaining(["ttpvhcc-xa"]),
    });
    expect(goal(route("Hồ sơ của tôi trễ hẹn hai tuần", "ho_so_tre"))).toBe("ttpvhcc-xa");
    expect(goal(route("Hồ sơ thai sản nộp rồi chưa có kết quả", "ho_so_tre"))).toBe("→ bhxh-co-so");
  });

  test("praise goes to the focal point, the praised unit hears of it", () => {
    expect(route("Cảm ơn, thủ tục khai sinh làm rất nhanh", "khen_gop_y")).toMatchObject({
      department: "van-phong-xa",
    });
  });

  test("a question in no field is triaged", () => {
    expect(goal(route("Cho tôi hỏi chút việc", "hoi_dap"))).toBe("triage");
  });

  test.each(["khieu_nai", "to_cao"] as const)("%s is never routed by a machine", (kind) => {
    expect(route("Rác thải đổ đầy đường", kind)).toMatchObject({
      to: "triage",
      candidates: [{ department: "thanh-tra-tinh" }],
    });
  });

  test("another commune's or province's matter is not ours to assign", () => {
    const text = "Rác thải đổ đầy đường";
    expect(goal(route(text, "hien_truong", { place: { commune: "Đồng Lê", province: "Quảng Trị" } }))).toBe("triage");
    expect(goal(route(text, "hien_truong", { place: { commune: null, province: "Tỉnh Thanh Hóa" } }))).toBe("triage");
    expect(goal(route(text, "hien_truong", { place: { commune: "Xã Tuyên Bình", province: "Tỉnh Quảng Trị" } }))).toBe(
      "phong-kinh-te",
    );
  });
});

describe("nobody judges a complaint about themselves", () => {
  test.each([
    ["Cán bộ địa chính xã bỏ quên sổ đỏ của tôi", "phong-kinh-te", "ubnd-xa"],
    ["Nhân viên một cửa quát mắng người dân", "ttpvhcc-xa", "ubnd-xa"],
    ["Chủ tịch xã cố tình không tiếp dân", "ubnd-xa", "vp-ubnd-tinh"],
    ["Giám đốc trung tâm hành chính công hách dịch", "ttpvhcc-xa", "ubnd-xa"],
    ["Chuyên viên sở nội vụ gây khó dễ", "so-noi-vu", "vp-ubnd-tinh"],
    ["Chuyên viên văn phòng ubnd tỉnh hách dịch", "vp-ubnd-tinh", "thanh-tra-tinh"],
  ])("%s: kept from %s, given to %s", (text, accused, judge) => {
    const result = route(text, "pakn_hanh_vi");
    expect(result).toMatchObject({ to: "department", department: judge, denied: [accused] });
  });

  test.each([
    ["Công an xã thái độ cửa quyền", "→ cong-an-tinh"],
    ["Cán bộ thuế đòi giấy tờ vô lý", "→ thue-tinh"],
  ])("%s: to the agency above", (text, agency) => {
    expect(goal(route(text, "pakn_hanh_vi"))).toBe(agency);
  });

  test("where only the field is known, the unit of that field is kept away too", () => {
    expect(route("Đi làm khai sinh bị gây khó dễ, hách dịch", "pakn_hanh_vi")).toMatchObject({
      department: "ubnd-xa",
      denied: ["van-phong-xa"],
    });
  });

  test("whoever is accused, of every unit in the directory and its head, never receives it", () => {
    expect(directory.departments.size).toBeGreaterThan(25);
    for (const { id } of directory.departments.values())
      for (const head of [true, false])
        for (const recordType of ["pakn_hanh_vi", "ho_so_tre", "hien_truong", "kien_nghi"] as const) {
          const result = route("Rác thải đổ đầy đường", recordType, { accused: { department: id, head } });
          expect(result.denied, id).toEqual([id]);
          expect(receiversOf(result), id).not.toContain(id);
          expect(receiversOf(result), id).not.toEqual([]);
        }
  });

  test("a unit merely mentioned is not accused", () => {
    expect(accusedIn("Kính gửi UBND xã, đường hỏng nặng", directory)).toBeUndefined();
    expect(accusedIn("Bãi rác sau trạm y tế", directory)).toBeUndefined();
  });
});

describe("real wordings", () => {
  const file = "../shared/data/feedback.dev.jsonl";
  const rows = existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { text: string; label: string | null; department: string | null })
    : [];
  if (rows.length === 0) console.warn(`BỎ QUA: không có ${file}, không đo phân công trên câu chữ thật`);

  test.runIf(rows.length > 0)(
    "most find a unit, few need a person, and what is labelled goes where the label says",
    () => {
      const routed = rows.map((row) => ({ ...row, to: route(row.text) }));
      const count = (to: Assignment["to"]) => routed.filter((row) => row.to.to === to).length;
      console.info(
        `phân công ${rows.length} ý kiến: đơn vị ${count("department")}, chuyển ngoài ${count("transfer_out")}, chờ phân loại ${count("triage")}`,
      );
      expect(count("triage") / rows.length).toBeLessThan(0.15);
      const insurance = routed.filter((row) => row.department === "Cơ quan bảo hiểm xã hội");
      expect(insurance.length).toBeGreaterThan(0);
      for (const { to } of insurance) expect(["→ bhxh-co-so", "triage"]).toContain(goal(to));
      const FIELDS = ["Môi trường", "Cấp nước", "Trật tự đô thị", "Hạ tầng đô thị", "Giao thông đô thị"];
      const fields = routed.filter((row) => FIELDS.includes(row.label ?? ""));
      expect(fields.length).toBeGreaterThan(5);
      expect(fields.filter(({ to }) => goal(to) === "phong-kinh-te").length / fields.length).toBeGreaterThanOrEqual(
        0.95,
      );
    },
  );
});
