/** Ways to ask, in folded words between spaces; readings of one text are told apart by "|". */
export const ASKS = new RegExp(
  [
    " (?:cho|xin|muon|can|dinh) (?:\\S+ )?hoi ",
    " (?:can gi|can nhung gi|giay to gi|the nao|nhu the nao|lam sao de|o dau|bao nhieu tien) ",
    " (?:gi|dau|sao|khong|ko|hong|bao nhieu|bao lau|chua|nao|nhi|ha|may ngay)(?: a| vay| the| vay a| the a| nhi| ha| em| ad| shop| ban)? *(?:\\||$)",
  ].join("|"),
);
/** Something to be done or got is named. */
export const NAMES_A_MATTER =
  / (?:thu tuc|xin phep|dang ky|cap phep|cap giay|xin giay|lam giay|xin cap|ho so gom|muon lam|muon xin|can lam) /;
