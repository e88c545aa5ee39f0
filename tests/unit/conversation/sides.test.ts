import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { createUnderstanding, loadIntents, loadModels } from "../../../src/conversation/index.ts";
import { asksExpressly, asksOn, beginsAnother, turnsAway } from "../../../src/conversation/segments.ts";
import { sidesOf } from "../../../src/conversation/sides.ts";

describe("another matter is begun", () => {
  test.each([
    "với lại con mương sau nhà nghẹt",
    "còn cái đèn ở ngã ba chớp tắt",
    "con nua la thanh nien tu tap",
    "Ngoài ra thì xe rác nửa tháng mới ghé",
    "nhân tiện báo xã biết",
    "nhan tien xin hoi them",
    "à với cả đoạn kè nứt toác",
    "cho em hỏi luôn là tạm trú làm ở đâu",
    "việc thứ hai là con đường sình lầy",
  ])("%s", (text) => {
    expect(beginsAnother(text)).toBe(true);
  });

  test.each([
    "Con mương trước nhà bị tắc",
    "con duong vo xom 3 nat bet",
    "con cho nha ben sua dem",
    "nhan tien mat khong nhan chuyen khoan",
    "vòi lại chảy suốt đêm",
    "Thêm một lần nữa cũng vậy",
    "Còn mùa mưa thì ngập lút xe",
    "còn trẻ con đi học té ngã",
  ])("not by “%s”", (text) => {
    expect(beginsAnother(text)).toBe(false);
  });

  test("“mà cái …” turns a question to a tale, and begins nothing within one", () => {
    expect(turnsAway("mà cái trạm bơm nằm đắp chiếu")).toBe(true);
    expect(beginsAnother("mà cái trạm bơm nằm đắp chiếu")).toBe(false);
    expect(turnsAway("mà chưa thấy ai xuống")).toBe(false);
    expect(turnsAway("má ở nhà một mình")).toBe(false);
  });

  test("a question goes on with “mà” and “còn”", () => {
    expect(["mà trợ cấp xin ở đâu", "còn hộ khẩu thì sao", "ma ho khau thi sao"].every(asksOn)).toBe(true);
    expect(["con tôi 14 tuổi làm căn cước ở đâu", "con toi 14 tuoi lam can cuoc o dau"].some(asksOn)).toBe(false);
  });

  test("asked expressly", () => {
    expect(["cho em hỏi chứng thực", "xin hỏi thủ tục", "hoi chut"].every(asksExpressly)).toBe(true);
    expect(["hỏng hết rồi", "học hỏi thêm", "đường hỏng không ai hỏi"].some(asksExpressly)).toBe(false);
  });
});

describe("a sentence that asks and tells", () => {
  const directory = resolve(import.meta.dirname, "../../../knowledge");
  const { lexicon } = loadKnowledge(directory);
  const understand = createUnderstanding(loadIntents(directory), lexicon.standardise, loadModels(directory));
  const sides = (text: string) => sidesOf(text, understand);

  test.each([
    [
      "khai sinh cần giấy gì vậy ạ, mà cái trạm bơm ấp 4 nằm đắp chiếu từ trước tết lúa chết khô hết rồi",
      ["khai sinh cần giấy gì vậy ạ", "mà cái trạm bơm ấp 4 nằm đắp chiếu từ trước tết lúa chết khô hết rồi"],
    ],
    [
      "mấy cây keo trồng sát mép lộ rễ bung hết nhựa đường, em té một lần rồi, cho em hỏi luôn là đăng ký tạm trú làm ở đâu",
      [
        "mấy cây keo trồng sát mép lộ rễ bung hết nhựa đường, em té một lần rồi",
        "cho em hỏi luôn là đăng ký tạm trú làm ở đâu",
      ],
    ],
  ])("%s", (text, cut) => {
    expect(sides(text)).toEqual(cut);
  });

  test.each([
    "bão quật đổ hết rừng trồng, giờ xin hỗ trợ thiệt hại thì làm đơn gì",
    "nhà em bị trộm mất hết giấy tờ, cho hỏi làm lại khai sinh cần gì",
    "xe máy hỏng để xó mười năm, chừ muốn hủy biển số thì làm sao",
    "làm khai sinh cần gì, còn hộ khẩu thì nộp ở đâu",
    "đường thôn 3 nát, còn cái cống thì nghẹt nước tràn ra đường",
  ])("is none: %s", (text) => {
    expect(sides(text)).toEqual([]);
  });
});
