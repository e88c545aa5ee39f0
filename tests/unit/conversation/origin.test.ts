import { expect, test } from "vitest";
import { tellsOnlyOrigin } from "../../../src/conversation/origin.ts";

test.each([
  "bé sinh ở Lào, mẹ là người Lào, ba người Việt",
  "be sinh o Lao, me la nguoi Lao, ba nguoi Viet",
  "cháu đẻ bên Thái Lan, mẹ người Thái",
  "con em sinh ở Đài Loan, bố nó người Đài",
  "chồng em là người Trung Quốc, bé sinh ở Việt Nam",
  "mẹ nó quốc tịch Campuchia",
  "vợ tôi gốc Lào",
])("%s: who they are", (text) => {
  expect(tellsOnlyOrigin(text)).toBe(true);
});

test.each([
  "bé sinh ở ngoài đường, mẹ là người Lào",
  "mẹ là người Lào, đang chảy máu nhiều lắm",
  "bé đang co giật tím tái",
  "chồng em người Lào đánh em",
  "vợ sắp sinh ở bên Lào",
])("%s: something happens", (text) => {
  expect(tellsOnlyOrigin(text)).toBe(false);
});
