// Keeps the number beside "Phiếu" fresh, and the queue too while nobody is reading into it.
const badge = document.getElementById("so-phieu-cho");
const isQueue = document.getElementById("hang-doi") !== null;

async function refreshQueue() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("hang-doi");
  const old = document.getElementById("hang-doi");
  if (fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
}

if (badge) {
  const stream = new EventSource("/console/dong");
  stream.addEventListener("waiting", (event) => {
    const isChanged = badge.textContent !== event.data;
    badge.textContent = event.data;
    badge.hidden = event.data === "0";
    if (isChanged && isQueue) void refreshQueue();
  });
}
