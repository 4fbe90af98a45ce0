// Boxes of other hosts' contents: the host is asked for nothing before the reader agrees, once or,
// on this device, for good.

const KEPT = "embeds";
const FRAME = {
  allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
  sandbox:
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms" +
    " allow-presentation",
  referrerpolicy: "strict-origin-when-cross-origin", // without a referrer YouTube plays nothing
};
const LOWEST = 120;
const HIGHEST = 2400;

function agreed() {
  try {
    return new Set((localStorage.getItem(KEPT) ?? "").split(" ").filter(Boolean));
  } catch {
    return new Set();
  }
}

function keep(hosts) {
  try {
    localStorage.setItem(KEPT, [...hosts].join(" "));
  } catch {
    // The browser keeps nothing for this site: it asks again on the next page.
  }
}

function boxes(host) {
  const all = [...document.querySelectorAll(".embed[data-embed-host]")];
  return host ? all.filter((box) => box.dataset.embedHost === host) : all;
}

function part(box, name) {
  return box.querySelector(`[data-embed-${name}]`);
}

function player(box, isAsked) {
  const url = new URL(box.dataset.embedPlayer);
  if (isAsked && box.dataset.embedPlay) {
    url.search += (url.search ? "&" : "?") + box.dataset.embedPlay;
  }
  return url.href;
}

function frame(box, isAsked) {
  const frame = document.createElement("iframe");
  for (const [name, value] of Object.entries(FRAME)) frame.setAttribute(name, value);
  frame.className = "embed__frame";
  frame.title = box.dataset.embedTitle;
  frame.loading = isAsked ? "eager" : "lazy";
  frame.src = player(box, isAsked);
  return frame;
}

function show(box, isAsked) {
  if (box.querySelector("iframe")) return;
  box.querySelector(".embed__box").hidden = true;
  const source = part(box, "source");
  source.before(frame(box, isAsked));
  source.hidden = false;
  part(box, "withdraw").hidden = !agreed().has(box.dataset.embedHost);
  if (isAsked) box.querySelector("iframe").focus({ preventScroll: true });
}

function close(box) {
  box.querySelector("iframe")?.remove();
  part(box, "source").hidden = true;
  box.querySelector(".embed__box").hidden = false;
}

function agree(box) {
  const host = box.dataset.embedHost;
  const isForGood = part(box, "remember").checked;
  if (isForGood) keep(agreed().add(host));
  show(box, true);
  if (isForGood) for (const other of boxes(host)) show(other, false);
}

function withdraw(box) {
  const host = box.dataset.embedHost;
  const hosts = agreed();
  hosts.delete(host);
  keep(hosts);
  for (const one of boxes(host)) {
    close(one);
    part(one, "remember").checked = false;
  }
  part(box, "show").focus();
}

function onClick({ target }) {
  const box = target.closest(".embed[data-embed-host]");
  if (!box) return;
  if (target.closest("[data-embed-show], [data-embed-picture]")) agree(box);
  else if (target.closest("[data-embed-withdraw]")) withdraw(box);
}

// Posts say how high they are, each host in its own words.
function heightIn(data) {
  let message = data;
  try {
    if (typeof data === "string") message = JSON.parse(data);
  } catch {
    return 0;
  }
  const tweet = message?.["twttr.embed"];
  const height =
    tweet?.method === "twttr.private.resize"
      ? tweet.params?.[0]?.height
      : (message?.details?.height ?? message?.height);
  return Number(height) || 0;
}

function onMessage({ data, origin, source }) {
  for (const box of document.querySelectorAll(".embed--feed")) {
    const frame = box.querySelector("iframe");
    if (!frame || frame.contentWindow !== source || new URL(frame.src).origin !== origin) continue;
    const height = Math.ceil(heightIn(data));
    if (height >= LOWEST && height <= HIGHEST) frame.style.blockSize = `${height}px`;
  }
}

document.addEventListener("click", onClick);
addEventListener("message", onMessage);
for (const box of boxes()) {
  box.classList.add("is-live");
  if (agreed().has(box.dataset.embedHost)) show(box, false);
}
