/* Tables: prosemirror-tables knows cells, rows and columns; the title is an attribute of the table. */
import { Extension, Node, pm } from "./engine.js";

const number = (name) => ({
  default: 1,
  parseHTML: (element) => Number(element.getAttribute(name)) || 1,
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});
const cell = (name, tag, role) => (content) =>
  Node.create({
    name,
    content,
    isolating: true,
    tableRole: role,
    addAttributes: () => ({
      colspan: number("colspan"),
      rowspan: number("rowspan"),
      colwidth: { default: null, rendered: false, parseHTML: () => null },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

export const Cell = cell("tableCell", "td", "cell");
export const HeaderCell = cell("tableHeader", "th", "header_cell");
export const Row = (content) =>
  Node.create({ name: "tableRow", content, tableRole: "row", parseHTML: () => [{ tag: "tr" }], renderHTML: () => ["tr", 0] });
export const Table = (content) =>
  Node.create({
    name: "table",
    content,
    tableRole: "table",
    isolating: true,
    addAttributes: () => ({
      caption: { default: "", rendered: false, parseHTML: (element) => element.querySelector(":scope > caption")?.textContent.trim() ?? "" },
    }),
    parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
    renderHTML: () => ["table", ["tbody", 0]],
    addNodeView: () => (context) => new TableView(context.node),
  });

class TableView {
  constructor(node) {
    this.dom = document.createElement("div");
    this.dom.className = "nr-table";
    const table = document.createElement("table");
    this.caption = document.createElement("caption");
    this.caption.contentEditable = "false";
    this.contentDOM = document.createElement("tbody");
    table.append(this.caption, this.contentDOM);
    this.dom.append(table);
    this.show(node);
  }

  show(node) {
    this.caption.textContent = node.attrs.caption;
    this.caption.hidden = !node.attrs.caption;
  }

  update(node) {
    if (node.type.name !== "table") return false;
    this.show(node);
    return true;
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
}

/* prosemirror-tables asks the schema for the role of each node. */
export const Tables = Extension.create({
  name: "tables",
  extendNodeSchema: (extension) => (extension.config.tableRole ? { tableRole: extension.config.tableRole } : {}),
  addProseMirrorPlugins: () => [pm.tables.tableEditing()],
});

export function newTable(schema, rows = 3, columns = 3) {
  const { table, tableRow, tableCell, tableHeader } = schema.nodes;
  const line = (type) => tableRow.create(null, Array.from({ length: columns }, () => type.createAndFill()));
  return table.create(null, Array.from({ length: rows }, (_, at) => line(at ? tableCell : tableHeader)));
}
