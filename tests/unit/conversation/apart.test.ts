import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { cutApart } from "../../../src/conversation/apart.ts";
import { createUnderstanding, loadIntents, loadModels } from "../../../src/conversation/index.ts";

const KNOWLEDGE = resolve("knowledge");
const { lexicon } = loadKnowledge(KNOWLEDGE);
const understand = createUnderstanding(
  loadIntents(KNOWLEDGE),
  (text) => lexicon.standardise(text),
  loadModels(KNOWLEDGE),
);

describe("a report and what goes another way", () => {
  test.each([
    ["rác thôn 2 hôi, còn tôi không đồng ý quyết định xử phạt của xã", 2],
    ["cong thon 4 nghet nuoc tran ra duong, con viec xa phat toi 3 trieu toi khong chap nhan", 2],
    ["đèn thôn 7 hỏng, còn phiếu PA-2345-6789 của tôi tới đâu rồi", 2],
    ["cam on xa da lam duong, chu cong thi van nghet o thon 5", 2],
    ["phục vụ tốt, chỉ có điều nhà vệ sinh bẩn quá", 2],
    ["den duong thon 1 hong con cau thon 9 gay lan can", 2],
    ["đường thôn 3 ngập, rác thôn 5 không ai thu", 2],
  ])("%s", (text, pieces) => {
    expect(cutApart(text, understand)).toHaveLength(pieces);
  });

  test.each([
    "xã phạt tôi 7 triệu mà không có biên bản, tôi không phục",
    "tôi muốn tố cáo cán bộ ăn chặn tiền mà không ai dám nói",
    "cảm ơn cán bộ đã giúp tôi nhanh nhưng vẫn lịch sự",
    "cảm ơn em, mà khai sinh cần giấy gì",
    "Đường thôn 3 ngập. Nước tràn vào nhà tôi. Mong xã xử lý.",
    "Đèn thôn 1 tắt, thôn 2 cũng tắt",
    "đường thôn 2 ngập, nước chảy xuống thôn 3 hôi thối",
  ])("none beside the other in “%s”", (text) => {
    expect(cutApart(text, understand)).toEqual([]);
  });
});
