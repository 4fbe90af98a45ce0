/* Everything that comes in from a clipboard or is dropped. */
import { Extension, pm } from "./engine.js";
import { cleanPaste } from "./paste.js";
import { fileOf } from "./pictures.js";
import { plainToHtml } from "./plain.js";
import { typeQuote } from "./quotes.js";
import { blocks, detached } from "./typed.js";

const ADDRESS = /^https?:\/\/\S+$/i;
const ASKED_AT_ONCE = 10;

export const Intake = (desk) =>
  Extension.create({
    name: "intake",
    addProseMirrorPlugins: () => [
      new pm.state.Plugin({
        props: {
          transformPastedHTML: (html) => fromHtml(desk, html),
          clipboardTextParser: (text, $context) => fromText(desk, text, $context),
          handlePaste: (view, event) => pasted(desk, view, event),
          handleDrop: (view, event) => dropped(desk, view, event),
          handleTextInput: (view, from, to, text) => typeQuote(view, from, to, text, desk.data.quotes),
        },
      }),
    ],
  });

const images = (list) => [...(list ?? [])].filter((file) => file.type.startsWith("image/"));

function fromHtml(desk, html) {
  let lost = 0;
  const files = [];
  const cleaned = cleanPaste(html, desk.data, (source) => {
    const file = fileOf(source);
    if (file) files.push(file);
    else lost += 1;
  });
  if (files.length) setTimeout(() => desk.takePictures(files));
  if (lost) desk.tell(desk.words.picturesLeft);
  return cleaned;
}

/* A text copied out of a text area, such as the other version of a conflict: paragraphs in lines, the
   rest as it is stored. */
const STORED = /<(p|h2|h3|ul|ol|blockquote|aside|figure|table|strong|bdi|a)(?: [^>]*)?>[\s\S]*<\/\1>/;

function fromText(desk, text, $context) {
  const { schema } = desk.editor;
  const body = STORED.test(text) ? blocks(text) : detached(plainToHtml(text, desk.data.quotes));
  return pm.model.DOMParser.fromSchema(schema).parseSlice(body, { preserveWhitespace: true, context: $context });
}

function pasted(desk, view, event) {
  const { clipboardData } = event;
  const html = clipboardData?.getData("text/html") ?? "";
  const text = clipboardData?.getData("text/plain") ?? "";
  const files = images(clipboardData?.files);
  desk.measure();
  if (files.length && !detached(html).textContent.trim()) {
    desk.takePictures(files);
    return true;
  }
  if (ADDRESS.test(text.trim()) && !view.state.selection.empty && view.state.schema.marks.link) {
    desk.editor.chain().setMark("link", { article: null, href: text.trim() }).run();
    return true;
  }
  setTimeout(() => recogniseLines(desk));
  // WhatsApp says who spoke and when only in an attribute, or in the plain text.
  if (!text || desk.asText || !html.includes("data-pre-plain-text")) return false;
  desk.asText = true;  // pasteText asks here again
  view.pasteText(text, event);
  desk.asText = false;
  return true;
}

function dropped(desk, view, event) {
  const files = images(event.dataTransfer?.files);
  if (!files.length) return false;
  event.preventDefault();
  const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
  desk.takePictures(files, found?.pos);
  return true;
}

/* A line that is nothing but an address of a known host becomes an embed, of a story of ours a link. */
async function recogniseLines(desk) {
  const lines = [];
  desk.editor.state.doc.forEach((node) => {
    const text = node.textContent.trim();
    if (node.type.name === "paragraph" && ADDRESS.test(text) && !desk.asked.has(text)) lines.push(text);
  });
  for (const address of lines.slice(0, ASKED_AT_ONCE)) {
    desk.asked.add(address);
    const told = await desk.known.recognise(address).catch(() => ({}));
    if (told.embed || told.article) replaceLine(desk, address, told);
  }
}

function replaceLine({ editor, known }, address, { embed, article }) {
  const { doc, schema, selection, tr } = editor.state;
  let at = null;
  doc.forEach((node, pos) => { if (node.type.name === "paragraph" && node.textContent.trim() === address) at = { node, pos }; });
  if (!at) return;
  const [from, to] = [at.pos, at.pos + at.node.nodeSize];
  const isInside = selection.from >= from && selection.to <= to; // else somebody writes elsewhere
  if (embed && schema.nodes.embed) {
    tr.replaceWith(from, to, schema.nodes.embed.createAndFill({ ref: embed.address }));
    const after = from + tr.doc.nodeAt(from).nodeSize;
    if (after >= tr.doc.content.size) tr.insert(after, schema.nodes.paragraph.create());
    if (isInside) tr.setSelection(pm.state.Selection.near(tr.doc.resolve(after)));
  } else if (article && schema.marks.link) {
    known.keep({ articles: [article] });
    const link = schema.marks.link.create({ article: String(article.id) });
    tr.replaceWith(from + 1, to - 1, schema.text(article.headline, [link]));
  }
  editor.view.dispatch(tr);
}
