/** Ways to ask, in folded words between spaces; readings of one text are told apart by "|". */
export const ASKS = new RegExp(
  [
    " (?:cho|xin|muon|can|dinh) (?:\\S+ )?hoi ",
    " (?:can gi|can nhung gi|giay to gi|the nao|nhu the nao|lam sao de|o dau|bao nhieu tien) ",
    " (?:bao nam|bao nhieu nam|may nam thi|ngay may|thang may|thuoc gi|thuoc nao|co cach (?:nao|gi|chi)|co quyen|cach nao de) ",
    " (?:gi|dau|sao|khong|ko|hong|bao nhieu|bao lau|chua|nao|nhi|ha|may ngay)(?: a| vay| the| vay a| the a| nhi| ha| em| ad| shop| ban)? *(?:\\||$)",
  ].join("|"),
);
/** Something to be done or got is named. */
export const NAMES_A_MATTER =
  / (?:thu tuc|xin phep|dang ky|cap phep|cap giay|xin giay|lam giay|xin cap|ho so gom|muon lam|muon xin|can lam) /;
/** "xin chặt", "muốn thuê": they want to do or get it, as against asking others to ("xin xã xử lý"). */
const WANTS =
  / (?:xin|muon) (?!loi |hoi |chao |phan |bao |gop |cam |vui |moi |de |xa |phuong |co |chinh |cong an |can |uy |quy |kiem |xu |giai |ai |nha nuoc )| (?:nop don|lam don|giay gi|giay phep|thu tuc|ho so|che do|ho tro|co can|co phai|phai xin|can phep|duoc khong|duoc ko|hoa giai|thue via he) /;
/** Told as something that others must put right. */
const PRESSES =
  / (?:khong ai|chua ai|chua thay|mai khong|bao hoai|bao may lan|de nghi|kien nghi|phan anh|phan nan|mong|kiem tra|xu ly|khong chiu (?:duoc|noi)|vo ly|bat cong|khong cong bang|may thang nay|may tuan nay|ca thang nay|ca tuan nay) /;

/** In folded words between spaces: something the writer wants, not a state of things others are to mend. */
export const wantsSomething = (said: string): boolean => WANTS.test(said) && !presses(said);

/** The same words, told as something others must put right. */
export const presses = (said: string): boolean => PRESSES.test(said);
