// What was said last is what somebody reads first; a talk under way is drawn again every few seconds.
function showNewest() {
  for (const talk of document.querySelectorAll(".ln-talk")) talk.scrollTop = talk.scrollHeight;
}
showNewest();
document.addEventListener("htmx:after:swap", showNewest);

// Keeps the numbers beside the main entries fresh, and the queue too while nobody is reading into it; cries out when somebody
// in a talk an officer holds writes of danger.
const badges = { waiting: "so-phieu-cho", contacts: "so-lien-he", talks: "so-tro-chuyen" };
const isQueue = document.getElementById("hang-doi") !== null;

async function refreshQueue() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("hang-doi");
  const old = document.getElementById("hang-doi");
  if (fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
}

function showAlarm(count) {
  document.getElementById("bao-dong")?.remove();
  document.title = document.title.replace(/^⚠ /, "");
  if (count === 0) return;
  document.title = `⚠ ${document.title}`;
  const alarm = document.createElement("a");
  alarm.id = "bao-dong";
  alarm.className = "ln-alarm";
  alarm.setAttribute("role", "alert");
  alarm.href = "/console/tro-chuyen";
  alarm.textContent = "Người dân đang trò chuyện nhắn tin có dấu hiệu khẩn cấp. Bấm để xem ngay.";
  document.body.prepend(alarm);
  navigator.vibrate?.([400, 200, 400]);
}

if (document.getElementById(badges.waiting)) {
  const stream = new EventSource("/console/dong");
  for (const [name, id] of Object.entries(badges)) {
    stream.addEventListener(name, (event) => {
      const badge = document.getElementById(id);
      if (!badge) return;
      const isChanged = badge.textContent !== event.data;
      badge.textContent = event.data;
      badge.hidden = event.data === "0";
      if (isChanged && isQueue && name === "waiting") void refreshQueue();
    });
  }
  stream.addEventListener("alarms", (event) => showAlarm(Number(event.data)));
}
