import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { createUnderstanding, loadIntents } from "../../../src/conversation/index.ts";
import { isEmergency } from "../../../src/conversation/understand.ts";

const understand = createUnderstanding(loadIntents("knowledge"), loadKnowledge("knowledge").lexicon.standardise);
const emergencyIn = (text: string) => understand(text).sightings.find(({ intent }) => isEmergency(intent))?.intent;

/** Somebody is in danger now. Missing one of these is not acceptable. */
const EMERGENCIES: readonly (readonly [intent: string, text: string])[] = [
  ["khan_cap.114", "cháy nhà rồi cứu với"],
  ["khan_cap.114", "nha e chay roi cuu vs"],
  ["khan_cap.114", "nhà hàng xóm đang cháy to lắm anh ơi"],
  ["khan_cap.114", "chay to qua o cho Mai Hoa keu xe cuu hoa giup"],
  ["khan_cap.114", "Cháyyyy nhàaaa"],
  ["khan_cap.114", "bình ga nổ, lửa bén lên mái rồi"],
  ["khan_cap.114", "có khói đen bốc lên từ kho xưởng gỗ, lửa cháy dữ lắm"],
  ["khan_cap.114", "con toi bi ket trong thang may khong ra duoc"],
  ["khan_cap.114", "cháy rừng trên đồi thôn 4, gió lớn lắm"],
  ["khan_cap.114", "chays nhaf roif"],
  ["khan_cap.114", "mi ơi nhà bác tau cháy rồi, mần răng chừ"],
  ["khan_cap.114", "xe tải bốc cháy ngay đầu cầu"],
  ["khan_cap.114", "rò ga nồng nặc cả phòng trọ"],
  ["khan_cap.115", "bố tôi ngã cầu thang bất tỉnh rồi"],
  ["khan_cap.115", "me em bi dot quy meo mieng khong noi duoc"],
  ["khan_cap.115", "vợ e sắp đẻ, vỡ ối rồi mà k có xe"],
  ["khan_cap.115", "ông nội khó thở quá, tím tái hết người"],
  ["khan_cap.115", "có người bị điện giật ở cột điện đầu xóm"],
  ["khan_cap.115", "tai nan o nga ba, nguoi nam day mau chay nhieu lam"],
  ["khan_cap.115", "con em uống nhầm thuốc diệt cỏ"],
  ["khan_cap.115", "bị rắn hổ cắn chân sưng vù"],
  ["khan_cap.115", "cần gọi xe cấp cứu gấp, bà em lên cơn đau tim"],
  ["khan_cap.115", "tai nạn giao thông nghiêm trọng, hai người nằm bất động"],
  ["khan_cap.115", "chong em bi dien giat bat tinh"],
  ["khan_cap.115", "cả nhà bị ngộ độc nấm nôn mửa dữ dội"],
  ["khan_cap.115", "ai cuu be voi, be bi hoc xuong khong tho duoc"],
  ["khan_cap.112", "nước lũ dâng lên tới mái, cả nhà đang kẹt trên nóc"],
  ["khan_cap.112", "lu cuon mat hai nguoi o suoi ban Ve"],
  ["khan_cap.112", "sạt lở đất vùi mất một nhà rồi"],
  ["khan_cap.112", "chìm đò ở bến sông, còn mấy người dưới nước"],
  ["khan_cap.112", "có đứa bé rơi xuống sông chưa vớt được"],
  ["khan_cap.112", "nhà sập đè người, cứu với"],
  ["khan_cap.112", "em bi lac trong rung tu hom qua, dien thoai sap het pin"],
  ["khan_cap.112", "nuoc ngap len toi co roi, ba gia khong di duoc, cuu voi"],
  ["khan_cap.112", "người bị nước cuốn trôi ở đập tràn"],
  ["khan_cap.111", "hàng xóm nhốt đứa nhỏ trong nhà, ngày nào cũng đánh đập"],
  ["khan_cap.111", "thay giao sam so hoc sinh lop 3"],
  ["khan_cap.111", "bé gái 8 tuổi bị cha dượng xâm hại"],
  ["khan_cap.111", "cháu bé bị bỏ rơi trước cổng chùa"],
  ["khan_cap.111", "bố nó đánh con dã man lắm, thằng bé khóc thét"],
  ["khan_cap.111", "e 13t bi bo danh hoai, e so lam"],
  ["khan_cap.111", "có người bắt cóc trẻ con ở cổng trường"],
  ["khan_cap.111", "cô giáo mầm non đánh trẻ bầm tím"],
  ["khan_cap.113", "chồng em say rượu đang cầm dao đòi giết em"],
  ["khan_cap.113", "cuu em voi no danh em"],
  ["khan_cap.113", "trom vao nha, no con dang o trong bep"],
  ["khan_cap.113", "có mấy thằng cầm mã tấu rượt nhau ngoài đường"],
  ["khan_cap.113", "em bị chồng đánh chảy máu mũi, giờ trốn ngoài vườn"],
  ["khan_cap.113", "co nguoi bi cuop giat tui xach, no chay ve huong cho"],
  ["khan_cap.113", "nó dọa giết cả nhà tôi, đang đứng trước cổng"],
  ["khan_cap.113", "đánh nhau to ở quán nhậu, có thằng cầm hung khí"],
  ["khan_cap.113", "hắn đang đập phá nhà tui, cứu tui với"],
  ["khan_cap.113", "năm ngoái nó đánh em một lần, giờ nó lại đang cầm dao đòi chém em"],
  ["khan_cap.113", "e bi nhot trong phong tro, ho khong cho ra ngoai"],
  ["khan_cap.113", "bị hiếp dâm, em không dám nói với ai"],
  ["khan_cap.113", "vợ chồng nó đánh nhau sắp chết người rồi"],
  ["tu_hai", "em không muốn sống nữa"],
  ["tu_hai", "toi muon chet cho xong, kho qua roi"],
  ["tu_hai", "sống chi nữa cho khổ, tui uống thuốc sâu đây"],
  ["tu_hai", "e dinh tu tu, vinh biet moi nguoi"],
  ["tu_hai", "con gái tôi đang đứng trên lan can đòi nhảy xuống"],
  ["tu_hai", "mình muốn kết thúc cuộc đời này"],
  ["tu_hai", "khong thiet song nua"],
  ["tu_hai", "nợ nần quá, chắc chết quách cho rồi"],
  ["tu_hai", "chồng tôi đang định treo cổ ngoài chuồng bò"],
  ["tu_hai", "chán đời quá chỉ muốn biến mất khỏi thế giới này"],
];

test("there are enough of them to mean something", () => {
  expect(EMERGENCIES.length).toBeGreaterThanOrEqual(60);
});

describe("danger to life is seen before anything else", () => {
  test.each(EMERGENCIES)("%s: %s", (intent, text) => {
    expect(emergencyIn(text)).toBe(intent);
  });

  test.each(EMERGENCIES)("also typed without accents: %s: %s", (_intent, text) => {
    const plain = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D");
    expect(emergencyIn(plain)).toBeDefined();
  });
});

/** The same words about something else. */
const CALM: readonly string[] = [
  "shop bán cháy hàng rồi ạ",
  "Người nhà tôi mất do tự tử thì làm giấy khai tử ở đâu?",
  "khai tử cho người tự tử cần giấy gì",
  "Hàng xóm đốt rác khói bay vào nhà suốt ngày",
  "Xin giấy phép giết mổ gia súc ở đâu",
  "Giết mổ heo trong khu dân cư gây mùi hôi",
  "cháy bóng đèn đường trước ngõ 12 cả tháng không ai thay",
  "bóng đèn đường ở xóm 3 bị cháy",
  "chết đuối năm ngoái giờ làm khai tử được không",
  "đánh máy đơn ở đâu vậy ạ",
  "đánh số nhà thì liên hệ ai",
  "Nhà bị cháy năm ngoái giờ muốn làm lại sổ đỏ",
  "Sổ đỏ bị cháy mất giấy tờ thì cấp lại ở đâu",
  "tro cap cuu chien binh nop o dau",
  "Cựu chiến binh có được trợ cấp cứu trợ đột xuất không",
  "bố em bị tai biến nằm liệt giường, muốn xin trợ cấp người khuyết tật",
  "xin hỗ trợ nhà sập do bão thì làm thế nào",
  "đăng ký khai sinh cho trẻ em bị bỏ rơi",
  "thủ tục nhận nuôi trẻ bị bỏ rơi",
  "De nghi tu van giup em thu tuc khai sinh",
  "cho em tu tu hoi them cai nay",
  "thủ tục thẩm duyệt phòng cháy chữa cháy",
  "lắp báo cháy cho nhà trọ có cần giấy phép không",
  "giá đất đánh thuế thế nào",
  "đánh giá cán bộ ở đâu",
  "con gà bị chết đuối có được hỗ trợ không",
  "Xe cấp cứu không vào được vì đường bị rào",
  "chó cắn người ở thôn 2 mà chủ không nhốt",
  "dây điện sà xuống thấp nguy hiểm",
  "quán cơm cháy kho quẹt lấn chiếm vỉa hè",
  "mua cháy vé tàu",
  "cắt tiền trợ cấp của bà tôi là muốn chết người ta à",
  "hỏi mà mệt muốn chết, đi lại năm lần",
];

describe("the same words about something else raise no alarm", () => {
  test.each(CALM)("%s", (text) => {
    expect(emergencyIn(text)).toBeUndefined();
  });
});
