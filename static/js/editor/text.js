/* Blocks and marks of text. What they may hold is declared on the server, see grammar.js. */
import { Mark, Node } from "./engine.js";

const direction = {
  dir: {
    default: null,
    parseHTML: (element) => (["ltr", "rtl"].includes(element.getAttribute("dir")) ? element.getAttribute("dir") : null),
    renderHTML: ({ dir }) => (dir ? { dir } : {}),
  },
};
const node = (name, tag, more = {}) =>
  Node.create({
    name,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    ...more,
  });
const withDirection = { addAttributes: () => direction };

export const Doc = (content) => Node.create({ name: "doc", topNode: true, content });
export const Words = Node.create({ name: "text", group: "inline" });
export const Paragraph = (content) => node("paragraph", "p", { ...withDirection, content, priority: 1000 });
export const Heading = (content) =>
  node("heading", "h2", {
    content,
    defining: true,
    addAttributes: () => ({ ...direction, level: { default: 2, rendered: false } }),
    parseHTML: () => [2, 3].map((level) => ({ tag: `h${level}`, attrs: { level } })),
    renderHTML: ({ node: heading, HTMLAttributes }) => [`h${heading.attrs.level}`, HTMLAttributes, 0],
  });
export const BulletList = (content) => node("bulletList", "ul", { group: "list", content });
export const OrderedList = (content) =>
  node("orderedList", "ol", {
    group: "list",
    content,
    addAttributes: () => ({
      start: {
        default: 1,
        parseHTML: (element) => Number(element.getAttribute("start")) || 1,
        renderHTML: ({ start }) => (start === 1 ? {} : { start }),
      },
    }),
  });
export const ListItem = (content) => node("listItem", "li", { ...withDirection, content, defining: true });
export const Blockquote = (content) => node("blockquote", "blockquote", { content, defining: true });
export const Pullquote = (content) =>
  node("pullquote", "aside.pullquote", { content, defining: true, renderHTML: () => ["aside", { class: "pullquote" }, 0] });
export const Source = (content) => node("source", "cite", { ...withDirection, content, defining: true });
export const Caption = (content) => node("caption", "figcaption", { ...withDirection, content, defining: true, isolating: true });
export const Rule = () => node("rule", "hr", { renderHTML: () => ["hr"] });
export const LineBreak = Node.create({
  name: "lineBreak",
  group: "inline",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
});

const mark = (name, tags, more = {}) =>
  Mark.create({ name, parseHTML: () => tags.map((tag) => ({ tag })), renderHTML: ({ HTMLAttributes }) => [tags[0], HTMLAttributes, 0], ...more });
export const Bold = mark("bold", ["strong", "b"]);
export const Sub = mark("sub", ["sub"], { excludes: "sup sub" });
export const Sup = mark("sup", ["sup"], { excludes: "sub sup" });
export const Ltr = mark("ltr", ["bdi"], { renderHTML: () => ["bdi", { dir: "ltr" }, 0] });

/* A link leads to a story of ours, by id, or out. */
export const Link = (schemes) =>
  Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => ({
      article: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-article"),
        renderHTML: ({ article }) => (article ? { "data-article": article } : {}),
      },
      href: {
        default: null,
        parseHTML: (element) => (element.hasAttribute("data-article") ? null : element.getAttribute("href")),
        renderHTML: ({ href }) => (href ? { href } : {}),
      },
    }),
    parseHTML: () => [
      { tag: "a[data-article]" },
      { tag: "a[href]", getAttrs: (element) => (allowedAddress(element.getAttribute("href"), schemes) ? null : false) },
    ],
    renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
  });

/* Relative addresses lead to our own site. */
export function allowedAddress(address, schemes) {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(address ?? "");
  return Boolean(address) && (scheme ? schemes.includes(scheme[1].toLowerCase()) : /^[/?#]/.test(address));
}
