import { fold } from "../text/index.ts";

const list = (words: string): readonly string[] => words.split(/\s+/);

/** Family names that are no everyday word; typed without accents most of them are one, and only the last list is left. */
const SURNAMES = list(
  "nguyễn trần phạm huỳnh bùi đặng ngô đỗ võ vũ phan hoàng trịnh đinh lâm châu lương sùng giàng vàng",
);
const PLAIN_SURNAMES = list("nguyen tran pham huynh bui trinh luong sung giang");
/** Middle names that make any word before them a family name. */
const MIDDLE_NAMES = list("văn thị");
/** Given names as they follow "anh", "chị", "con là"; without accents many are everyday words, and are hidden all the same. */
const GIVEN_NAMES =
  list(`an ánh ân bảo bích bình cúc cường dậu diễm diệp diệu dung dũng duy duyên dương đào đạt điệp đông đức giang hà hải hạnh
  hằng hân hậu hiền hiếu hiệp hoa hòa hoan hoàng hồng huệ hùng huy huyền hương hường khánh khoa khôi kiên kim lan lâm lê liên linh loan long
  lộc lợi luân ly lý mai mạnh mận minh mỹ my na nam nga ngân ngọc nguyên nguyệt nhàn nhân nhi nhung như oanh phát phong phú phúc phương phượng
  quân quang quế quốc quý quyên quỳnh sen sơn tâm tân thái thanh thành thảo thắm thắng thi thiện thịnh thoa thu thuận thùy thủy thúy thư
  tiên tiến tín toàn trang trâm trí trinh trọng trung trúc tú tuấn tùng tuyết tư uyên vân việt vinh vy xuân yên yến út bin bi tí tèo`);
const BEFORE_NAME = list("tên ông bà chú bác bé họ");
const KIN = list("anh chị cô chú bác ông bà em con cháu vợ chồng bố mẹ cha má cậu dì bạn là thằng bé gái trai");
const BEFORE_PLACE = list(
  "thôn xóm ấp làng ngõ hẻm ngách phường huyện quận xã tỉnh phố đường buôn sóc khu tổ bản cư chợ trường",
);
const DIGITS = list(
  "không một hai ba bốn tư năm lăm sáu bảy bẩy tám chín mười mươi mốt linh lẻ hông hong zero one two three four five six seven eight nine",
);
/** Stand between spoken digits of a date or a number plate. */
const BETWEEN_DIGITS = list("tháng ngày mùng chấm gạch");
const ACCOUNTS = list(
  "gmail yahoo hotmail facebook fb zalo instagram tiktok telegram email mail stk vietcombank agribank",
);

/** What may follow such a word without being a name or a place: "thôn nào", "tên cho con", "bản sao", "bà nội". */
const ORDINARY =
  list(`nào nao này kia đó khác hay hoặc và với thì là mà để làm có được không chưa phải cần muốn hỏi xin cho của ở tại từ đến về
  đi lại ra vào lên xuống bị mất chết sinh nuôi nội ngoại ruột dâu rể họ trai gái trên dưới mình em tôi anh chị con cháu ơi ạ nhé đang sắp vừa mới
  đã sẽ rồi nay gì ai sao đâu sao chính gốc án kê khai thân cũ mới trong ngoài một hai ba nhà đất số riêng chung đăng ký kết hôn già trẻ nhỏ lớn
  chồng vợ bố mẹ cha má chủ nước người công nghiệp vực dân cư tế hội quy hành đổi sửa thay học sổ đỏ hồng giấy tờ khai sinh tử đất`);

/** What is written like no Vietnamese syllable and yet tells nobody apart. */
const ABBREVIATIONS = new Set(
  list(`k ko kg kh hk dc đc dk đk dky đky ks ck vk ntn gt gttt cmnd cmt cccd vneid online sđt sdt ubnd pccc bhyt bhxh qsdđ qsdd gcn gplx
  csgt tthc dvc đkkh đkks xd nn hđnd hdnd hkd dn ht ad mn ms a e c m`),
);
const SYLLABLE = /^(?:ngh?|nh|[ckptg]h|gi|qu|tr|[bcdghklmnprstvx])?(?:[aeiouy]{1,3})(?:ch|n[gh]|[cmnpt])?$/u;

export const isSyllable = (word: string): boolean =>
  ABBREVIATIONS.has(word) || ACCOUNTS.includes(word) || SYLLABLE.test(fold(word));

/** The lists as they are typed: with accents, or without where the whole text has none. */
function listsFor(accented: boolean) {
  const typed = (words: readonly string[]): ReadonlySet<string> => new Set(accented ? words : words.map(fold));
  return {
    surnames: new Set(accented ? SURNAMES : PLAIN_SURNAMES),
    middleNames: typed(MIDDLE_NAMES),
    givenNames: typed(GIVEN_NAMES),
    beforeName: typed(BEFORE_NAME),
    kin: typed(KIN),
    beforePlace: typed(BEFORE_PLACE),
    ordinary: typed(ORDINARY),
    digits: typed(DIGITS),
    betweenDigits: typed(BETWEEN_DIGITS),
    accounts: typed(ACCOUNTS),
  };
}

export type NameLists = ReturnType<typeof listsFor>;

export const ACCENTED: NameLists = listsFor(true);
export const UNACCENTED: NameLists = listsFor(false);
