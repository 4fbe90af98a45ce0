/* The nodes and marks of the declaration (newsroom/richtext/allowed.py), and no others. */
import { Dropcursor, Gapcursor, TrailingNode, UndoRedo } from "./engine.js";
import { Embed, Photo, ReadAlso } from "./boxes.js";
import { expression } from "./grammar.js";
import { Cell, HeaderCell, Row, Table, Tables } from "./table.js";
import * as text from "./text.js";

const NODES = {
  p: text.Paragraph,
  h2: text.Heading,
  ul: text.BulletList,
  ol: text.OrderedList,
  li: text.ListItem,
  blockquote: text.Blockquote,
  "aside.pullquote": text.Pullquote,
  cite: text.Source,
  "aside.read-also": ReadAlso,
  "figure.photo": Photo,
  "figure.embed": Embed,
  figcaption: text.Caption,
  table: Table,
  tr: Row,
  th: HeaderCell,
  td: Cell,
  hr: text.Rule,
};

export function extensions({ content, marks, schemes, words }, known) {
  const make = (kind) => NODES[kind](expression(content, kind), known, words);
  const MARKS = { a: text.Link(schemes), bdi: text.Ltr, strong: text.Bold, sub: text.Sub, sup: text.Sup };
  return [
    text.Doc(expression(content, "body")),
    text.Words,
    ...Object.keys(NODES).filter((kind) => kind in content).map(make),
    text.LineBreak,
    ...marks.map((tag) => MARKS[tag]),
    ...("table" in content ? [Tables] : []),
    UndoRedo,
    Gapcursor,
    TrailingNode,
    Dropcursor.configure({ class: "nr-drop", color: false, width: 3 }),
  ];
}
