/* Between the text area and the document. In the text area a line is a paragraph, as richtext.editable
   writes it, and every other block is its HTML. */
import { pm } from "./engine.js";

const BLOCKS = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "BLOCKQUOTE", "ASIDE", "FIGURE", "TABLE", "HR", "DIV", "SECTION", "ARTICLE"]);

const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const CODE = /<(style|script)\b[\s\S]*?<\/\1\s*>/gi;

/* No script runs and nothing is fetched there. Styles and handlers are only read as text: as such the
   page's policy would complain of them. */
export function detached(html) {
  const mute = html.replace(CODE, "").replace(TAG, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2"));
  return new DOMParser().parseFromString(`<body>${mute}`, "text/html").body;
}

/* Loose lines are put into paragraphs. */
export function blocks(text) {
  const source = detached(text);
  const out = source.ownerDocument.createElement("div");
  let open = null;
  const paragraph = () => (open ??= out.appendChild(source.ownerDocument.createElement("p")));
  for (const child of [...source.childNodes]) {
    if (BLOCKS.has(child.nodeName)) {
      open = null;
      out.append(child);
    } else if (child.nodeType === 3) {
      child.data.split("\n").forEach((line, at) => {
        if (at) open = null;
        if (line.trim() || (open && line)) paragraph().append(line);
      });
    } else if (child.nodeType === 1) {
      paragraph().append(child);
    }
  }
  return out;
}

/* Null where a word of the text would be lost. */
export function read(schema, text) {
  const source = blocks(text);
  const doc = pm.model.DOMParser.fromSchema(schema).parse(source, { preserveWhitespace: true });
  for (const caption of source.querySelectorAll("caption")) caption.remove(); // an attribute of its table
  return squeezed(source.textContent) === squeezed(doc.textContent) ? doc : null;
}

const squeezed = (text) => text.replace(/\s/g, "");

const DETACHED = document.implementation.createHTMLDocument("");
const written = new WeakMap();

/* A block that did not change is not written again: typing stays quick in a long text. */
export function write(schema, doc) {
  const lines = [];
  const serializer = pm.model.DOMSerializer.fromSchema(schema);
  doc.forEach((block) => {
    if (!written.has(block)) written.set(block, blockText(serializer, block));
    const text = written.get(block);
    if (text !== null) lines.push(text);
  });
  return lines.join("\n").trimEnd();
}

function blockText(serializer, block) {
  if (block.type.name === "paragraph" && !block.content.size) return null;
  const element = serializer.serializeNode(block, { document: DETACHED });
  for (const empty of element.querySelectorAll("figcaption, cite")) if (!empty.hasChildNodes()) empty.remove();
  if (block.attrs.caption) addCaption(element, block.attrs.caption);
  if (element.nodeName === "P" && !element.attributes.length) return `${element.innerHTML}\n`;
  return element.outerHTML;
}

function addCaption(table, caption) {
  const element = table.ownerDocument.createElement("caption");
  element.textContent = caption;
  table.prepend(element);
}
