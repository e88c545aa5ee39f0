import { fold, words } from "../text/index.ts";
import { isOver, type Ticket } from "../tickets/index.ts";
import { isSurelyNamed } from "./context.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { statusReply, ticketTurn, unnamedTicketTurn } from "./follow-up.ts";
import { placeIn } from "./intake.ts";
import type { Turn, TurnInput } from "./model.ts";
import { nameLedIn } from "./names.ts";
import { say } from "./plain.ts";
import { toldNumbers } from "./told-numbers.ts";
import { mayWithdraw } from "./withdrawal.ts";

/**
 * What is said in few words of the report they sent last: "rút lại đi", "bổ sung: hư từ tháng 7", "sửa lại là thôn 5", "xong chưa", "ai
 * làm vậy", and "gửi" where nothing is open. Search finds a procedure in any of them. All folded.
 */
const LEAD =
  "(?:(?:da|a|u|ua|o|oi|thoi|thi|ma|roi|vay|rua|the|ad|em|e|anh|chi|toi|tui|minh|con|chau|bac|chu|co|xin|muon|can|cho|nho|lam on|nay|gio|cai|vu|viec|phan anh|phieu) )*";
const TAIL =
  "(?: (?:a|vay|rua|ri|ni|roi|the|nhi|ha|hen|nha|nhe|ne|ad|em|anh|chi|toi|tui|minh|con|chau|bac|voi|di|luon|giup|gium|dum|ho|cho|do|nay|kia|no|cai|vu|viec|phan anh|phieu|cua|nua|ta|oi|ngay|nhanh|len|lai|bay gio|gio|xa))*";
const whole = (said: string) => new RegExp(`^${LEAD}(?:${said})${TAIL}$`);

const WITHDRAWS = whole(
  "(?:rut|huy|xoa|bo|thu hoi)(?: (?:lai|di|giup|gium|dum|ho|toi|tui|em|minh|cho|luon|het|cai|vu|viec|phan anh|phan ah|phieu|tin|don|bai|do|nay|kia|vua|moi|luc|hoi|ban|gui|roi|bao|hom qua|hom truoc|xong|khoi))*" +
    "(?: (?:vi|do|tai))?(?: (?:xa|ho|nguoi ta|co nguoi|co ai|ai do|hang xom|ba con|dien luc|thon|den|duong|rac)(?: co)? (?:\\S+ ){0,3}(?:sua|lam|xong|don|sang|xu ly|roi)(?: \\S+){0,2})?|" +
    "(?:gui|bao|nhan|bam)(?: no)? (?:nham|lon|lo tay)(?: (?:roi|so|cho|mat))*(?: xin loi)?",
);
const IS_WITHDRAWN = /\b(?:rut|huy|xoa|bo|thu hoi)\b/;
/** By itself "bỏ đi", "hủy" may be of anything: a report is named, or that it was sent. */
const OF_REPORT = /\b(?:rut|gui|bao|phan anh|phieu|nham|lon|vua|moi)\b/;

/** With marks, since "quên mật khẩu" and "bổ sung hộ tịch" begin with the same words. */
const ADDS =
  /^(?:(?:da|a|o|u|ua|em|toi|tui|con)[ ,]+)*(?:bo sung(?: (?:them|phan anh|la|rang|cho ro|giup|gium|toi|em))*\s*[:,-]|bo sung (?:them|la|rang|giup|gium)(?: |$)|(?:noi|ghi|bao|ke) them|quen\s*[,:.]|quen (?:mat )?(?:noi|bao|ghi|ke|chua)(?: |$)).*\S/s;
const CORRECTS =
  /^(?:(?:da|a|o|u|ua|em|toi|tui|con|oi) )*(?:(?:sua|doi|ghi|chinh)(?: lai)?(?: (?:giup|gium|dum|ho|cho|toi|tui|em))*(?: lai)?(?: (?:la|thanh|cho))?|(?:ghi |noi |bao )?(?:nham|lon|sai)(?: (?:roi|cho|noi|thon))*|khong phai) /;

const ASKS_AFTER = whole(
  "(?:(?:sua|lam|xu ly|giai quyet|don)(?: (?:xong|duoc))?|xong|da (?:sua|lam|xu ly)|co ai (?:lam|sua|xuong|xu ly)|co ket qua|tra loi) chua|" +
    "(?:(?:lam|sua|xu ly|giai quyet)(?: (?:toi|den))?|toi|den) (?:dau|mo)|(?:sao|the nao|rang) roi|" +
    "(?:ai|(?:co quan|don vi|phong|ben|cho|bo phan) nao)(?: (?:se|dang|la nguoi))? (?:xu ly|lam|lo|giai quyet|phu trach|sua|nhan|xem)|" +
    "(?:bao lau|bao gio|khi nao|khi mo|chung nao|may ngay)(?: (?:thi|nua|moi|se|ho|nguoi ta|xa|can bo|ben do|ben xa|co nguoi|ai))*(?: co)? (?:tra loi|phan hoi|ket qua|xong|lam|sua|xu ly|giai quyet|don|toi|den|xuong|goi|lien he|lien lac|nguoi)(?: dien)?|" +
    "(?:(?:chua|khong) (?:thay )?(?:co )?ai(?: \\S+){0,2} (?:toi|den|xuong|lam|sua|xu ly|don|goi|tra loi|lien he)|lau (?:qua|rua|vay|the))(?: (?:ca|het|gi|xem|dien|roi|ma|luon))*",
);
const KEEPS_SECRET = /^(?:\S+ ){0,3}(?:dung|khong|ko|giu|giau|so)(?: \S+){0,11}$/;
const OF_NAME =
  /(?:biet|lo|noi|bi mat|giau|kin)(?: \S+){0,4} (?:ten|so dien thoai|danh tinh|toi la ai|em la ai)|bi mat|giau ten|kin ten/;

const OBJECTS = whole(
  "(?:khong|ko|k|chua|hong|no) (?:dong y|chap nhan|dong tinh|phuc)(?: (?:voi|ve|cach|viec|ket qua|cau|loi|phan hoi|tra loi|xu ly|giai quyet|lam|nhu))*",
);
/** "đổi thành ẩn danh", "bỏ tên tôi ra khỏi phiếu". */
const HIDES =
  /(?:^|(?:thanh|sang|cho|muon|xin|de|gui|doi|chuyen|giup|thoi) (?:(?:toi|tui|em|minh|con|chau) )?)(?:an danh|giau ten|nac danh)(?: |$)|(?:bo|xoa|rut|go)(?: (?:giup|gium|dum|ho|cai|di))* (?:ho )?ten (?:cua )?(?:toi|tui|em|minh|con|chau)(?: |$)/;
/** "họ có biết tôi là người báo không" */
const ASKS_SECRET =
  /(?:biet|lo)(?: \S+){0,2} (?:toi|tui|em|minh|con|chau|ten)(?: la)?(?: (?:nguoi|ai))?(?: (?:bao|phan anh|gui|noi|to))?(?: (?:khong|ko|k|chua|ha|a|nhi|vay))+$|(?:giu|bao) (?:kin|mat|bi mat)(?: \S+){0,4} (?:khong|ko|k)(?: a)?$/;
const ASKS_CODE =
  /(?<!\p{L})ma(?: so)?(?: (?:phieu|phan anh|cua|toi|em|do|nay|ay|tra cuu))*(?: (?:mat|quen|lai|la gi|dau|so may))|(?:mat|quen|lac|xoa|cho|xin|gui|nhan|lay)(?: \S+){0,3} ma(?: (?:phieu|phan anh|do|ay|tra cuu|roi|lai)| *$)/u;
/** Of other papers. */
const OTHER_CODE = /ma (?:so thue|vach|qr|dinh danh|ho so|the|bhxh|otp|so ho|so ca nhan)/;
/** "chỗ đó còn bốc mùi nữa": of the report, where no other place is named. */
const OF_IT =
  /^(?:(?:ma|a|u|va|hinh nhu|con|da) )*(?:no|(?:cho|cai|vu|viec|khuc|doan) (?:do|ay|nay)|o do)(?: \S+){2,}$/;
const MORE_OF_IT = /^(?:(?:da|a|u|em|toi|tui|con) )*(?:them|con) (?:la|nua la|nua|ca)(?: \S+){2,}$/;
const SENDS = whole(
  "(?:gui|xac nhan gui|bam gui)(?: (?:di|luon|giup|gium|dum|ho|toi|em|cho|nhe|nha|a|ngay|lai|voi|bac|roi|duoc))*|nop",
);

export function aboutLastTicket(input: TurnInput, intents: readonly string[], ports: FeedbackPorts): Turn | undefined {
  const { found, message, state } = input;
  if (state.flow || state.offered || found.codeGiven !== undefined || intents.some((one) => APART.has(one)))
    return undefined;
  const said = fold(words(message.text).join(" "));
  const [latest] = found.mine;
  const fresh = state.sent && latest && !isOver(latest.status) ? latest : undefined;
  const own = fresh ? ofFresh(said, fresh, input, ports) : undefined;
  return own ?? ofAny(said, fresh, input, ports);
}
const APART: ReadonlySet<string> = new Set(["to_cao", "khieu_nai", "tan_cong", "gap_can_bo", "xem_xoa_du_lieu"]);

/** What can only be meant of a report sent a moment ago. */
function ofFresh(said: string, ticket: Ticket, input: TurnInput, ports: FeedbackPorts): Turn | undefined {
  const { understood, question, hits } = input.whole;
  const on = { ...input, found: { ...input.found, ticket } };
  const asked = askedOf(said, ticket, on, ports);
  if (asked) return asked;
  if (isAnotherSender(said, input.message.text) && !understood.asks) return anotherSender(on, ticket, ports);
  const [best] = hits;
  if (understood.asks || question.facets.length > 0 || (best && isSurelyNamed(best))) return undefined;
  return toldOf(said, on, ticket, ports);
}

/** "bổ sung: nước tràn vô nhà": whatever alarm it raises, it belongs to the report sent a moment ago. */
export function addedToLast(input: TurnInput, ports: FeedbackPorts): Turn | undefined {
  const [ticket] = input.found.mine;
  const isFresh = input.state.sent && ticket && !isOver(ticket.status);
  if (!isFresh || !ADDS.test(fold(input.message.text).trim())) return undefined;
  return ticketTurn("bo_sung_phieu", { ...input, found: { ...input.found, ticket } }, ports);
}

/** How far it is, its code, who knows of whom; or it is to be taken back, or to hold no name. */
function askedOf(said: string, ticket: Ticket, on: TurnInput, ports: FeedbackPorts): Turn | undefined {
  const first = firstClause(on.message.text);
  const isPlain = on.whole.question.facets.length === 0;
  const isShort = words(said).length <= LONGEST_WISH;
  if (ASKS_AFTER.test(said) || (isPlain && ASKS_AFTER.test(first))) return statusOf(ticket, on, ports);
  if (isShort && HIDES.test(said)) return hidingName(on, ticket, ports);
  if (isPlain && ASKS_SECRET.test(said)) return say(on, ports.wording.say("hoi_giu_kin"), OF_STATUS);
  if (isShort && ASKS_CODE.test(said) && !OTHER_CODE.test(said)) return statusOf(ticket, on, ports);
  return takesBack(said, first, on) ? ticketTurn("rut_phieu", on, ports) : undefined;
}

const takesBack = (said: string, first: string, { state }: TurnInput): boolean =>
  [said, first].some((one) => WITHDRAWS.test(one)) && (OF_REPORT.test(said) || state.topics.length === 0);

const OF_STATUS = { intent: "tra_cuu_phieu", outcome: "status" } as const;
const LONGEST_WISH = 14;
const firstClause = (text: string): string => fold(words(text.split(/[,.;:]/u)[0] ?? "").join(" "));

/** What was sent with a name keeps it; that they want to be hidden stands in the notes, and how to be so is said. */
function hidingName(on: TurnInput, { code }: Ticket, ports: FeedbackPorts): Turn {
  const turn = ticketTurn("bo_sung_phieu", on, ports);
  return { ...turn, replies: [ports.wording.say("da_ghi_giu_kin_ten", { ma_phieu: code })] };
}

/** Another name or number of theirs. Who reports how somebody behaved stays hidden from the unit, which reads the notes. */
function anotherSender(on: TurnInput, { code, recordType }: Ticket, ports: FeedbackPorts): Turn {
  if (recordType === "pakn_hanh_vi")
    return say(on, ports.wording.say("khong_ghi_nguoi_gui", { ma_phieu: code }), {
      intent: "bo_sung_phieu",
      outcome: "ticket",
    });
  const turn = ticketTurn("bo_sung_phieu", on, ports);
  return { ...turn, replies: [ports.wording.say("da_ghi_lai_nguoi_gui", { ma_phieu: code })] };
}

const isAnotherSender = (said: string, text: string): boolean =>
  words(said).length <= LONGEST_WISH &&
  (nameLedIn(text) !== undefined || (CORRECTS.test(said) && toldNumbers(text).phone !== null));

/** More of it, or something put right. */
function toldOf(said: string, on: TurnInput, ticket: Ticket, ports: FeedbackPorts): Turn | undefined {
  const { text } = on.message;
  const isOfIt = placeIn(text) === undefined && (OF_IT.test(said) || MORE_OF_IT.test(said));
  if (isOfIt || ADDS.test(fold(text).trim()) || (CORRECTS.test(said) && tellsAnew(text)))
    return ticketTurn("bo_sung_phieu", on, ports);
  if (KEEPS_SECRET.test(said) && OF_NAME.test(said)) return hidingName(on, ticket, ports);
  if (isSaidAlready(said, ticket)) {
    const trace = { intent: "phan_anh", outcome: "status" } as const;
    return say(on, ports.wording.say("da_gui_viec_nay", { ma_phieu: ticket.code }), trace);
  }
  return undefined;
}

/** A place or a number that is told in place of another. */
const tellsAnew = (text: string): boolean => placeIn(text) !== undefined || /\d{9}/.test(text.replace(/[\s.-]/g, ""));

/** Nothing in it that the report does not say: "đèn đường thôn 2 hư mà". */
function isSaidAlready(said: string, { content }: Ticket): boolean {
  const told = new Set(words(fold(content)));
  const mine = words(said).filter((word) => !PARTICLES.has(word));
  return mine.length >= LEAST_SAME && mine.every((word) => told.has(word));
}
const PARTICLES = new Set("ma a da roi do nha nhe vay la thi o toi tui em bao noi".split(" "));
const LEAST_SAME = 4;

/** What may be said later too, or with no report at all. */
function ofAny(said: string, fresh: Ticket | undefined, input: TurnInput, ports: FeedbackPorts): Turn | undefined {
  const { state, found } = input;
  const { wording } = ports;
  const [latest] = found.mine;
  const isFree = state.topics.length === 0;
  if (isFree && latest && ASKS_AFTER.test(said)) return statusOf(latest, input, ports);
  if (found.mine.some(mayWithdraw) && WITHDRAWS.test(said) && OF_REPORT.test(said) && IS_WITHDRAWN.test(said))
    return unnamedTicketTurn("rut_phieu", input, ports);
  if (isFree && OBJECTS.test(said)) {
    const isAnswered = found.mine.some(({ status }) => status === "answered");
    if (isAnswered) return unnamedTicketTurn("khong_dong_y", input, ports);
    return say(input, wording.say("khong_dong_y_viec_gi"), { intent: "khong_dong_y", outcome: "clarify", codes: [] });
  }
  // Of an unnamed report nothing is kept with the talk: how any report is looked up is all there is to say.
  if (isFree && !latest && (ASKS_AFTER.test(said) || SEES.test(said) || changesOne(said, input.message.text)))
    return say(input, wording.say("hoi_ve_phieu_nao"), { intent: "tra_cuu_phieu", outcome: "status" });
  return ofNothingOpen(said, fresh, input, ports);
}

/** "làm sao biết được kết quả", "có ai biết tôi gửi không" */
const SEES = whole(
  "(?:sao|lam sao|the nao|cach nao|bang cach nao)(?: \\S+){0,2} (?:biet|xem)(?: duoc)? (?:ket qua|tra loi)|(?:xem|biet) ket qua (?:o dau|sao|the nao|bang cach nao)|(?:co )?ai biet(?: duoc)?(?: la)? (?:toi|em|tui|minh) (?:gui|bao|phan anh)(?: khong| ko)?",
);
const changesOne = (said: string, text: string): boolean =>
  (WITHDRAWS.test(said) && OF_SENDING.test(said) && IS_WITHDRAWN.test(said)) || ADDS_TO_ONE.test(fold(text).trim());
/** "rút phiếu" says what it is about, and is asked for its code. */
const OF_SENDING = /^(?!.*\b(?:phieu|phan anh|don|ho so)\b).*\b(?:rut|gui|bao|vua|moi)\b/;
const ADDS_TO_ONE = /^(?:(?:da|a|toi|em|tui) )*bo sung(?: (?:them|phan anh|cho phieu))*\s*[:,]/;

/** "gửi" with nothing written down; "gửi phản ánh" begins it, and "nộp" behind a procedure is of that. */
function ofNothingOpen(said: string, fresh: Ticket | undefined, input: TurnInput, { wording }: FeedbackPorts) {
  const isElse = input.state.topics.length > 0 ? BEGINS_OR_OF_PROCEDURE : BEGINS;
  if (!SENDS.test(said) || isElse.test(said)) return undefined;
  const reply = fresh ? wording.say("da_gui_roi", { ma_phieu: fresh.code }) : wording.say("khong_co_gi_de_gui");
  return say(input, reply, { intent: "khong_ro", outcome: "clarify", codes: [] });
}
const BEGINS = /phan anh|(?:^| )(?:vu|viec|cai) /;
const BEGINS_OR_OF_PROCEDURE = /phan anh|(?:^| )(?:vu|viec|cai) |nop/;

const statusOf = (ticket: Ticket, input: TurnInput, ports: FeedbackPorts): Turn =>
  say(input, statusReply(ticket, input.found, ports), { intent: "tra_cuu_phieu", outcome: "status" });

/** Remembers that a report was sent, until a procedure is spoken of. */
export function rememberingSent(turn: Turn): Turn {
  const isSent = turn.commands.some((command) => command.kind === "open_ticket" && !command.draft.anonymous);
  if (isSent && turn.trace.outcome !== "emergency") return { ...turn, state: { ...turn.state, sent: true } };
  const { sent, ...state } = turn.state;
  return sent && (turn.trace.codes ?? []).length > 0 ? { ...turn, state } : turn;
}
