/* Foreign HTML → structure without styling. What comes from this editor stays as it is. */
import { arabicQuotes } from "./quotes.js";
import { detached } from "./typed.js";
import { mendNesting, wordLists } from "./pasted_lists.js";

const HEAVY = /font-weight:\s*(bold|bolder|[6-9]00)/i;
const LIGHT = /font-weight:\s*(normal|lighter|[1-5]00)/i;
const KEPT = { a: ["href"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"] };
const DIRECTED = "p, h2, h3, li, figcaption";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, table, hr, pre, figure, figcaption";
const DROPPED = "meta, link, button, input, select, textarea, svg, object, embed, video, audio, canvas, nav, [hidden], [aria-hidden=true]";

/* Answers the cleaned HTML; pictures written into the text are handed to `pictures`. */
export function cleanPaste(html, data, pictures) {
  if (html.includes("data-pm-slice")) return detached(html).innerHTML;
  const body = detached(html.replace(/<!--[\s\S]*?-->|<!\[[^\]]*\]>/g, (found) => (found.includes("supportLists") ? "<i data-mso-marker></i>" : "")).replace(/<(\/?)o:p[^>]*>/gi, "<$1span>"));
  for (const element of body.querySelectorAll([DROPPED, ...data.dropped].join(","))) element.remove();
  takePictures(body, pictures);
  wordLists(body);
  bold(body);
  for (const [old, now] of Object.entries(data.renamed)) for (const element of body.querySelectorAll(old)) rename(element, now);
  for (const element of body.querySelectorAll("dt, dd, pre, figcaption, caption:empty, address, summary")) paragraphs(element);
  for (const element of [...body.querySelectorAll([...data.boxes, "figure", "span", "font"].join(","))].reverse()) open(element);
  looseText(body);
  mendNesting(body);
  for (const element of body.querySelectorAll("*")) bare(element);
  for (const element of body.querySelectorAll("p")) tidy(element);
  arabicQuotes(body, data.quotes);
  return body.innerHTML;
}

/* What is shown bold, and only that: Google wraps whole texts in a <b> that is not. */
function bold(body) {
  for (const element of body.querySelectorAll("b, strong")) if (LIGHT.test(style(element))) unwrap(element);
  for (const element of body.querySelectorAll("span, font")) {
    if (!HEAVY.test(style(element)) || element.closest("h1, h2, h3, h4, h5, h6, th, strong, b")) continue;
    if (element.querySelector(BLOCKS)) continue;
    rename(element, "strong");
  }
  for (const element of body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) :is(strong, b)")) unwrap(element);
}

function takePictures(body, pictures) {
  for (const image of body.querySelectorAll("img, picture")) {
    const source = image.getAttribute("src") ?? image.querySelector("img")?.getAttribute("src") ?? "";
    if (source) pictures(source);
    image.remove();
  }
}

/* A box that only separates: its words are a paragraph of their own. */
function open(element) {
  if (["SPAN", "FONT"].includes(element.nodeName)) return unwrap(element);
  paragraphs(element);
}

/* Loose words of a box become paragraphs; blocks in it stand for themselves. */
function paragraphs(element) {
  if (element.closest("p, h2, h3") && !element.querySelector(BLOCKS)) {
    element.before("\n");
    return unwrap(element);
  }
  wrapLoose(element);
  return unwrap(element);
}

function wrapLoose(element) {
  let paragraph = null;
  for (const child of [...element.childNodes]) {
    if (child.nodeType === 1 && (child.matches(BLOCKS) || child.querySelector(BLOCKS))) paragraph = null;
    else if (child.nodeName === "BR") {
      child.remove();
      paragraph = null;
    } else if (paragraph || child.nodeType === 1 || child.textContent.trim()) {
      paragraph ??= element.insertBefore(element.ownerDocument.createElement("p"), child);
      paragraph.append(child);
    }
  }
}

/* Two line ends in a paragraph part it, as does one where somebody wrote a list of lines. */
function looseText(body) {
  if (body.querySelector(BLOCKS)) wrapLoose(body);
  for (const lineEnd of body.querySelectorAll("br + br")) {
    const paragraph = lineEnd.closest("p");
    if (!paragraph || lineEnd.previousSibling?.nodeName !== "BR") continue;
    const rest = body.ownerDocument.createRange();
    rest.setStartAfter(lineEnd);
    rest.setEndAfter(paragraph);
    paragraph.after(rest.extractContents());
    lineEnd.previousSibling.remove();
    lineEnd.remove();
  }
}

function bare(element) {
  const tag = element.localName;
  const latin = element.matches(DIRECTED) && element.getAttribute("dir")?.toLowerCase() === "ltr" && isLatin(element.textContent);
  for (const { name } of [...element.attributes]) if (!KEPT[tag]?.includes(name)) element.removeAttribute(name);
  if (latin) element.dir = "ltr";
  if (tag === "a" && !/^(https?:|mailto:|tel:)/i.test(element.getAttribute("href") ?? "")) unwrap(element);
}

const isLatin = (text) => /\p{Script=Latin}/u.test(text) && !/\p{Script=Arabic}/u.test(text);

function tidy(paragraph) {
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, 4);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/[ \t\n\r\u00a0]{2,}|[\t\n\r]/g, " ");
  while (paragraph.lastChild?.nodeName === "BR") paragraph.lastChild.remove();
  const last = walker.currentNode;
  if (last.nodeType === 3 && !walker.nextNode()) last.data = last.data.replace(/[\s\u00a0]+$/, "");
  if (!paragraph.textContent.trim() && !paragraph.closest("td, th")) paragraph.remove();
}

export const style = (element) => element.getAttribute("data-style") ?? "";

export function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

export function rename(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  for (const { name, value } of element.attributes) other.setAttribute(name, value);
  element.replaceWith(other);
  return other;
}
