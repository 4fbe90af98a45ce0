/* The declaration (CONTENT of newsroom/richtext/allowed.py) as ProseMirror's content expressions. */

export const NAMES = {
  p: "paragraph",
  h2: "heading",
  h3: "heading",
  ul: "bulletList",
  ol: "orderedList",
  li: "listItem",
  blockquote: "blockquote",
  "aside.pullquote": "pullquote",
  "aside.read-also": "readAlso",
  cite: "source",
  "figure.photo": "photo",
  "figure.embed": "embed",
  figcaption: "caption",
  table: "table",
  tr: "tableRow",
  th: "tableHeader",
  td: "tableCell",
  hr: "rule",
  a: "link",
  bdi: "ltr",
  strong: "bold",
  sub: "sub",
  sup: "sup",
  br: "lineBreak",
};

export const TEXT = "inline*";

/* An item begins with a paragraph, a source stands last, a figure always has a caption to type in. */
export function expression(content, kind) {
  const inside = content[kind] ?? [];
  if (inside.includes("text")) return TEXT;
  if (kind === "table") return "tableRow+";
  if (inside.includes("figcaption")) return "caption";
  const names = [...new Set(inside.filter((part) => part !== "cite").map((part) => NAMES[part]))];
  if (!names.length) return "";
  const any = `(${names.join(" | ")})`;
  const many = kind === "li" ? `paragraph ${any}*` : `${any}+`;
  return inside.includes("cite") ? `${many} source?` : many;
}
