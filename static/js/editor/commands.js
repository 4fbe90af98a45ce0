/* What buttons and keys do. Each takes the desk: { editor, data, known, dialogs, … }. */
import { pm } from "./engine.js";
import { newTable } from "./table.js";

const run = (command) => ({ editor }) => command(editor.state, editor.view.dispatch, editor.view) && editor.commands.focus();
const quote = (name) => ({ editor }) => {
  const chain = editor.chain().focus();
  if (editor.isActive(name)) chain.lift(name).run();
  else if (!chain.wrapIn(name).run()) editor.chain().focus().clearNodes().wrapIn(name).run();
};

export const commands = {
  undo: ({ editor }) => editor.chain().focus().undo().run(),
  redo: ({ editor }) => editor.chain().focus().redo().run(),
  paragraph: ({ editor }) => editor.chain().focus().clearNodes().run(),
  heading2: ({ editor }) => editor.chain().focus().toggleNode("heading", "paragraph", { level: 2 }).run(),
  heading3: ({ editor }) => editor.chain().focus().toggleNode("heading", "paragraph", { level: 3 }).run(),
  bold: ({ editor }) => editor.chain().focus().toggleMark("bold").run(),
  ltr: ({ editor }) => editor.chain().focus().toggleMark("ltr").run(),
  link: ({ dialogs }) => dialogs.link(),
  bulletList: ({ editor }) => editor.chain().focus().toggleList("bulletList", "listItem").run(),
  orderedList: ({ editor }) => editor.chain().focus().toggleList("orderedList", "listItem").run(),
  blockquote: quote("blockquote"),
  pullquote: quote("pullquote"),
  source: ({ editor }) => addSource(editor),
  photo: (desk) => desk.choosePhoto(),
  embed: ({ dialogs }) => dialogs.embed(),
  readAlso: ({ dialogs }) => dialogs.readAlso(),
  rule: ({ editor }) => insertBlock(editor, editor.schema.nodes.rule.create()),
  direction: ({ editor }) => turn(editor),
  table: ({ editor }) => insertBlock(editor, newTable(editor.schema), true),
  help: ({ dialogs }) => dialogs.help(),
  full: (desk) => desk.toggleFull(),
  rowBefore: run(pm.tables.addRowBefore),
  rowAfter: run(pm.tables.addRowAfter),
  columnBefore: run(pm.tables.addColumnBefore),
  columnAfter: run(pm.tables.addColumnAfter),
  deleteRow: run(pm.tables.deleteRow),
  deleteColumn: run(pm.tables.deleteColumn),
  headerRow: run(pm.tables.toggleHeader("row")),
  tableCaption: ({ dialogs }) => dialogs.tableCaption(),
  deleteTable: run(pm.tables.deleteTable),
};

export const isOn = {
  heading2: (editor) => editor.isActive("heading", { level: 2 }),
  heading3: (editor) => editor.isActive("heading", { level: 3 }),
  direction: (editor) => Boolean(directed(editor.state)?.node.attrs.dir),
  ...Object.fromEntries(
    ["bold", "link", "ltr", "bulletList", "orderedList", "blockquote", "pullquote"].map((name) => [name, (editor) => editor.isActive(name)]),
  ),
};

/* After the block at the top level in which the caret stands; in its place where that is empty. */
export function insertBlock(editor, node, inside = false) {
  const { state } = editor;
  const { $from } = state.selection;
  const empty = $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size;
  const from = $from.depth ? (empty ? $from.before(1) : $from.after(1)) : state.selection.to;
  const tr = state.tr.replaceWith(from, empty ? $from.after(1) : from, node);
  const after = from + node.nodeSize;
  if (!inside && after >= tr.doc.content.size) tr.insert(after, state.schema.nodes.paragraph.create());
  tr.setSelection(pm.state.Selection.near(tr.doc.resolve(inside ? from + 1 : after)));
  editor.view.dispatch(tr.scrollIntoView());
  editor.commands.focus();
}

/* The innermost block around the caret that may have a direction; of a list item, the item. */
function directed({ selection: { $from } }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const inItem = depth > 1 && $from.node(depth - 1).type.name === "listItem";
    const node = $from.node(depth);
    if (!inItem && "dir" in node.attrs) return { node, pos: $from.before(depth) };
  }
  return null;
}

function turn(editor) {
  const { state, view } = editor;
  const found = directed(state);
  if (!found) return;
  const other = getComputedStyle(view.dom).direction === "rtl" ? "ltr" : "rtl";
  view.dispatch(state.tr.setNodeAttribute(found.pos, "dir", found.node.attrs.dir ? null : other));
  editor.commands.focus();
}

function addSource(editor) {
  const { state, view } = editor;
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (!["blockquote", "pullquote"].includes(node.type.name)) continue;
    const end = $from.end(depth);
    const tr = state.tr;
    if (node.lastChild.type.name !== "source") tr.insert(end, state.schema.nodes.source.create());
    tr.setSelection(pm.state.Selection.near(tr.doc.resolve(node.lastChild.type.name === "source" ? end - 1 : end + 1), -1));
    view.dispatch(tr.scrollIntoView());
    editor.commands.focus();
    return;
  }
}
