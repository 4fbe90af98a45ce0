/* Word writes lists as paragraphs with a bullet in front, Google puts lists beside their items. */

const LEVEL = /mso-list:\s*l(\d+)\s+level(\d+)/i;
const NUMBERED = /^[\s\u00a0(]*(?:[0-9\u0660-\u0669]+|[a-zA-Z]|[\u0621-\u064a]|[ivxlc]+)[.)\-–ـ]/i;

export function wordLists(body) {
  let open = [];
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3")]) {
    const found = LEVEL.exec(paragraph.getAttribute("data-style") ?? "");
    const isItem = found || /MsoListParagraph/.test(paragraph.className) && marker(paragraph);
    if (!isItem) {
      if (paragraph.previousElementSibling === open[0]?.list || !open.length) open = [];
      open = [];
      continue;
    }
    const level = found ? Number(found[2]) : 1;
    if (open[0] && paragraph.previousElementSibling !== open[0].list) open = [];
    place(paragraph, level, isNumbered(paragraph), open);
  }
}

const marker = (paragraph) => /^[\s\u00a0]*([·•o§▪●○\-–]|[0-9\u0660-\u0669]+[.)\-])[\s\u00a0]/.test(paragraph.textContent);

function isNumbered(paragraph) {
  const ignored = [...paragraph.querySelectorAll("[data-style]")].filter((part) => /mso-list:\s*ignore/i.test(part.getAttribute("data-style")));
  const sign = ignored[0]?.textContent ?? paragraph.textContent;
  if (ignored.length) for (const part of ignored) part.remove();
  else cutMarker(paragraph);
  for (const comment of paragraph.querySelectorAll("[data-mso-marker]")) comment.remove();
  return NUMBERED.test(sign) && !/^[\s\u00a0]*o[\s\u00a0]/.test(sign);
}

function cutMarker(paragraph) {
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, 4);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const without = text.data.replace(/^[\s\u00a0]*([·•o§▪●○\-–]|[0-9\u0660-\u0669]+[.)\-])?[\s\u00a0]*/, "");
    const found = /[·•o§▪●○\-–0-9\u0660-\u0669]/.test(text.data.slice(0, text.data.length - without.length));
    text.data = without;
    if (found || without) return;
  }
}

/* open: the lists from the outermost to the one of the item before. */
function place(paragraph, level, numbered, open) {
  const tag = numbered ? "ol" : "ul";
  const { ownerDocument } = paragraph;
  while (open.length > level) open.pop();
  if (open.length === level && open.at(-1).list.localName !== tag) open.pop();
  const item = ownerDocument.createElement("li");
  while (open.length < level) {
    const list = ownerDocument.createElement(tag);
    const last = open.at(-1)?.list;
    if (!last) {
      paragraph.before(list);
    } else {
      if (!last.lastElementChild) last.append(ownerDocument.createElement("li"));
      last.lastElementChild.append(list);
    }
    open.push({ list });
    if (open.length === 1 && level > 1) open.length = level = 1;
  }
  open.at(-1).list.append(item);
  const own = ownerDocument.createElement("p");
  own.append(...paragraph.childNodes);
  item.append(own);
  paragraph.remove();
}

export function mendNesting(body) {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const before = list.previousElementSibling;
    if (before?.localName === "li") before.append(list);
    else {
      const item = list.ownerDocument.createElement("li");
      list.replaceWith(item);
      item.append(list);
    }
  }
}
