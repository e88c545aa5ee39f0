// The try page: keeps one conversation a tab and side, sends what is typed, draws what the stream brings.
const byId = (id) => document.getElementById(id);
const log = byId("tin");
const frame = byId("khung");
const input = byId("loi-nhan");
const SIDES = {
  zalo: "Anh/Chị đang đóng vai người dân nhắn Zalo",
  sms: "Anh/Chị đang đóng vai người nhắn SMS",
  transcript: "Đưa một cuộc gọi đã ghi vào hệ thống",
};
const WELCOME = {
  zalo: "Nhắn thử một câu hỏi hoặc một phản ánh.",
  sms: "Tin trả lời hiện đúng như trên điện thoại: không dấu, có đếm số tin.",
  transcript: "Dán hoặc chọn bản ghi một cuộc gọi; hệ thống đọc và làm như cán bộ trực.",
};
const SPEAKERS = { caller: "Người gọi", agent: "Cán bộ", bot: "Máy", ivr: "Tổng đài tự động", unknown: "Chưa rõ" };
const NO_SOURCE = "Mỗi con số, loại giấy tờ, cơ quan trong câu trả lời đều có nguồn; nguồn hiện ở đây.";
const SAMPLE =
  "Cán bộ: Dạ, đường dây nóng xin nghe.\nNgười gọi: Chào em, cô ở thôn Đông. Bãi rác đầu thôn cả tuần nay không ai dọn, mùi lắm.\nCán bộ: Dạ cô cho em xin họ tên và số điện thoại ạ?\nNgười gọi: Cô tên Hoa, số 0912 345 678.\nCán bộ: Dạ em ghi nhận phản ánh của cô rồi ạ.";

let side = "zalo";
let stream;

const element = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

// One citizen a side: {tab, since, lines}. Lines are kept so that a reload or a change of side loses nothing.
const talks = JSON.parse(sessionStorage.getItem("thu") ?? "{}");
const keep = () => sessionStorage.setItem("thu", JSON.stringify(talks));
const talk = () => {
  talks[side] ??= { tab: crypto.randomUUID(), since: Date.now() - 60_000, mine: [], seen: {}, tickets: {} };
  return talks[side];
};

function problem(words) {
  byId("loi").textContent = words;
  byId("loi").hidden = !words;
}

function waitFor(isWaiting) {
  log.querySelector(".thu-typing")?.remove();
  if (isWaiting) log.append(element("div", "thu-typing", "Đang trả lời…"));
  log.scrollTop = log.scrollHeight;
}

function drawMine(line) {
  log.append(element("div", "thu-bubble thu-bubble--me", line.text));
  if (line.note) log.append(element("div", "thu-note thu-note--me", line.note));
}

function drawReply(reply) {
  for (const bubble of reply.bubbles) log.append(element("div", "thu-bubble", bubble));
  if (reply.segments !== null) log.append(element("div", "thu-note", `${reply.segments} tin SMS`));
  if (reply.choices.length > 0) {
    const row = element("div", "thu-choices");
    for (const choice of reply.choices) {
      const button = element("button", "thu-choice", choice);
      button.type = "button";
      button.addEventListener("click", () => send(choice));
      row.append(button);
    }
    log.append(row);
  }
  if (reply.receipts.length > 0) {
    const under = element("details", "thu-under");
    under.append(element("summary", "", `Nguồn (${reply.receipts.length})`), receiptList(reply.receipts));
    log.append(under);
  }
}

function receiptList(receipts) {
  const list = element("ul", "thu-receipts");
  for (const receipt of receipts) {
    const item = element("li", "", receipt.text);
    item.append(element("small", "", `Thủ tục ${receipt.code} · bản ${receipt.version} · mục ${receipt.field}`));
    list.append(item);
  }
  return list;
}

function drawTickets() {
  const tickets = Object.values(talk().tickets);
  if (tickets.length === 0)
    return byId("phieu").replaceChildren(element("p", "ln-meta", "Chưa có phiếu nào. Hãy thử gửi một phản ánh."));
  byId("phieu").replaceChildren(
    ...tickets.map((ticket) => {
      const card = element("div", "ln-card");
      const head = element("div", "ln-card__head");
      head.append(element("span", "ln-code", ticket.code), element("span", "ln-tag", ticket.status));
      card.append(
        head,
        element("p", "ln-ticket__title", ticket.content),
        element("p", "ln-meta", ticket.department),
        element("p", "ln-meta", ticket.due),
      );
      return card;
    }),
  );
}

function redraw() {
  const { mine, seen } = talk();
  log.replaceChildren(element("p", "thu-system", WELCOME[side]));
  const lines = [...mine, ...Object.values(seen)].sort((a, b) => a.at - b.at);
  for (const line of lines) line.bubbles ? drawReply(line) : drawMine(line);
  drawTickets();
  const sourced = lines.findLast((line) => line.receipts?.length > 0);
  byId("nguon").replaceChildren(sourced ? receiptList(sourced.receipts) : element("p", "ln-meta", NO_SOURCE));
  waitFor(false);
}

function listen() {
  stream?.close();
  const { tab, since } = talk();
  stream = new EventSource(`/thu/dong?${new URLSearchParams({ tab, side, since })}`);
  stream.addEventListener("reply", (event) => {
    const reply = JSON.parse(event.data);
    if (talk().seen[reply.id]) return;
    talk().seen[reply.id] = reply;
    keep();
    redraw();
  });
  stream.addEventListener("ticket", (event) => {
    const ticket = JSON.parse(event.data);
    talk().tickets[ticket.code] = ticket;
    keep();
    drawTickets();
  });
}

async function post(path, options) {
  problem("");
  try {
    const response = await fetch(path, { method: "POST", ...options });
    const body = await response.json();
    if (response.ok) return body;
    problem(body.problem ?? "Chưa gửi được. Vui lòng thử lại.");
  } catch {
    problem("Máy chủ chưa trả lời. Vui lòng kiểm tra rồi thử lại.");
  }
  return undefined;
}

// `at` is when it was sent: the reply may be back before the server's receipt is.
function mine(at, text, note) {
  talk().mine.push({ at, text, note });
  keep();
  redraw();
  waitFor(!Object.values(talk().seen).some((reply) => reply.at >= at));
}

async function send(text) {
  if (!text.trim()) return;
  const at = Date.now();
  const body = JSON.stringify({ tab: talk().tab, side, text });
  const sent = await post("/thu/tin", { headers: { "content-type": "application/json" }, body });
  if (!sent) return;
  mine(at, text);
  if (input.value === text) input.value = "";
}

async function sendCall() {
  const at = Date.now();
  const form = new FormData();
  form.set("tab", talk().tab);
  const file = byId("tep").files[0];
  if (file) form.set("file", file);
  else form.set("text", byId("noi-dung-goi").value);
  const sent = await post("/thu/ban-ghi", { body: form });
  if (!sent) return;
  mine(
    at,
    sent.turns.map((turn) => `${SPEAKERS[turn.speaker]}: ${turn.text}`).join("\n"),
    `Bản ghi ${sent.turns.length} lượt nói`,
  );
  byId("ban-ghi").reset();
}

function choose(next) {
  side = next;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isChosen = tab.dataset.side === side;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
  }
  frame.setAttribute("aria-labelledby", `tab-${side}`);
  frame.classList.toggle("thu-sms", side === "sms");
  byId("kieu").textContent = SIDES[side];
  const isCall = side === "transcript";
  byId("gui").hidden = isCall;
  byId("goi-y").hidden = isCall;
  byId("ban-ghi").hidden = !isCall;
  problem("");
  keep();
  redraw();
  listen();
}

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => choose(tab.dataset.side));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = Object.keys(SIDES);
    choose(all[(all.indexOf(side) + step + all.length) % all.length]);
    byId(`tab-${side}`).focus();
  });
}
for (const chip of byId("goi-y").children) {
  chip.addEventListener("click", () => {
    const isUnfinished = chip.textContent.endsWith("…");
    if (!isUnfinished) return send(chip.textContent);
    input.value = chip.textContent.slice(0, -1);
    input.focus();
  });
}
byId("gui").addEventListener("submit", (event) => {
  event.preventDefault();
  void send(input.value);
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void send(input.value);
});
byId("ban-ghi").addEventListener("submit", (event) => {
  event.preventDefault();
  void sendCall();
});
byId("mau").addEventListener("click", () => {
  byId("noi-dung-goi").value = SAMPLE;
});
byId("lai").addEventListener("click", () => {
  delete talks[side];
  talk();
  keep();
  choose(side);
});
choose(side);
