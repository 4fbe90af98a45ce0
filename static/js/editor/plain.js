/* Plain text from a clipboard → HTML: a line is a paragraph. WhatsApp's stamps go, its *bold* stays;
   where several people speak, each keeps the name. */
import { straight } from "./quotes.js";

const STAMP = /^[\u200e\u200f\u202a-\u202e]*\[(\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m|\s*[صم])?),?\s+(\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4})\]\s*([^:\n]{1,60}):\s?|^[\u200e\u200f\u202a-\u202e]*\[(\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}),?\s+(\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m|\s*[صم])?)\]\s*([^:\n]{1,60}):\s?/i;
const BULLET = /^\s*[-•*·]\s+(?=\S)/;
const NUMBER = /^\s*[0-9\u0660-\u0669]{1,2}[.)\-]\s+(?=\S)/;

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export function plainToHtml(text, quotes) {
  const lines = text.replace(/\r\n?|[\u2028\u2029\u000b]/g, "\n").split("\n");
  const names = new Set(lines.map((line) => nameOf(STAMP.exec(line))).filter(Boolean));
  const chat = names.size > 0;
  let speaker = "";
  const parsed = lines.map((line) => {
    const stamp = STAMP.exec(line);
    const said = stamp ? line.slice(stamp[0].length) : line;
    const name = nameOf(stamp);
    const named = name && names.size > 1 && name !== speaker ? `<strong>${escape(name)}:</strong> ` : "";
    if (name) speaker = name;
    return { said, named, begins: Boolean(stamp) };
  });
  return grouped(parsed, chat, quotes);
}

const nameOf = (stamp) => (stamp ? (stamp[3] ?? stamp[6]).trim() : "");

function grouped(lines, chat, quotes) {
  const out = [];
  for (let at = 0; at < lines.length; at += 1) {
    const kind = kindOf(lines[at]);
    let end = at;
    while (kind && end + 1 < lines.length && !lines[end + 1].begins && kindOf(lines[end + 1]) === kind) end += 1;
    if (end > at) {
      const items = lines.slice(at, end + 1).map(({ said }) => `<li><p>${inline(said.replace(kind === "ul" ? BULLET : NUMBER, ""), chat, quotes)}</p></li>`);
      out.push(`<${kind}>${items.join("")}</${kind}>`);
      at = end;
    } else if (lines[at].said.trim() || lines[at].named) {
      const quoted = chat && /^>\s+/.test(lines[at].said);
      const words = `<p>${lines[at].named}${inline(lines[at].said.replace(quoted ? /^>\s+/ : "", ""), chat, quotes)}</p>`;
      out.push(quoted ? `<blockquote>${words}</blockquote>` : words);
    }
  }
  return out.join("");
}

const kindOf = ({ said }) => (BULLET.test(said) ? "ul" : NUMBER.test(said) ? "ol" : "");

function inline(text, chat, quotes) {
  const arabic = /\p{Script=Arabic}/u.test(text) ? straight(text.trim(), quotes) : text.trim();
  let html = escape(arabic).replace(/(^|[\s،؛:(«])\*(?=\S)([^*\n]*[^*\s])\*(?=$|[\s.،؛:!؟,)»])/g, "$1<strong>$2</strong>");
  if (chat) html = html.replace(/(^|[\s>«(])([_~])(?=\S)([^_~\n]*[^_~\s])\2(?=$|[\s.،؛:!؟,)<»])/g, "$1$3");
  return html.replace(/https?:\/\/[^\s<>"«»]+[^\s<>"«».,،؛:!؟)]/g, (address) => `<a href="${address}">${address}</a>`);
}
