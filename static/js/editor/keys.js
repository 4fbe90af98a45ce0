/* Shortcuts. A letter is taken as typed on Latin layouts and by its place on all others, so that they
   work on an Arabic keyboard and on a French one. */
import { Extension, pm } from "./engine.js";
import { commands } from "./commands.js";

export const SHORTCUTS = {
  "Mod+b": "bold",
  "Mod+k": "link",
  "Mod+Shift+l": "ltr",
  "Mod+Shift+x": "direction",
  "Mod+Alt+0": "paragraph",
  "Mod+Alt+2": "heading2",
  "Mod+Alt+3": "heading3",
  "Mod+Shift+8": "bulletList",
  "Mod+Shift+7": "orderedList",
  "Mod+Shift+9": "blockquote",
  "Mod+z": "undo",
  "Mod+Shift+z": "redo",
  "Mod+y": "redo",
  "Mod+Shift+f": "full",
  "Mod+i": "",
  "Mod+u": "",
};

export const apple = /Mac|iPhone|iPad/.test(navigator.platform);

export function chord(event) {
  if (event.getModifierState?.("AltGraph")) return "";
  const mod = apple ? event.metaKey : event.ctrlKey;
  const key = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key|^Digit|^Numpad/, "").toLowerCase();
  return [mod && "Mod", event.altKey && "Alt", event.shiftKey && "Shift", key].filter(Boolean).join("+").replace("Alt+Shift", "Shift+Alt");
}

export const Keys = (desk) =>
  Extension.create({
    name: "keys",
    priority: 500,
    addKeyboardShortcuts() {
      return {
        Enter: ({ editor }) => leaveBox(editor) || editor.commands.splitListItem("listItem") || inQuote(editor),
        "Shift-Enter": ({ editor }) => editor.commands.insertContent({ type: "lineBreak" }),
        Tab: ({ editor }) => nextCell(editor, 1) || sink(editor, desk.data.depth),
        "Shift-Tab": ({ editor }) => nextCell(editor, -1) || editor.commands.liftListItem("listItem"),
        Backspace: ({ editor }) => liftAtStart(editor),
      };
    },
    addProseMirrorPlugins: () => [
      new pm.state.Plugin({
        props: {
          handleKeyDown: (_view, event) => key(desk, event),
          handleDOMEvents: { keydown: (_view, event) => { if (event.keyCode !== 229) desk.catchUp(); } },
        },
      }),
    ],
  });

function key(desk, event) {
  if (event.altKey && event.code === "F10") {
    desk.toolbar.focus();
    return true;
  }
  const name = SHORTCUTS[chord(event)];
  if (name === undefined) return false;
  event.preventDefault();
  if (name) commands[name](desk);
  return true;
}

const nextCell = (editor, step) => pm.tables.isInTable(editor.state) && pm.tables.goToNextCell(step)(editor.state, editor.view.dispatch);

/* Tab never leaves a list, and goes no deeper than a stored list may be. */
function sink(editor, most) {
  const { $from } = editor.state.selection;
  const lists = Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1).type.name).filter((name) => name === "listItem").length;
  return lists > 0 && (lists >= most || editor.commands.sinkListItem("listItem") || true);
}

/* Enter in a caption or in the source of a quote goes on below. */
function leaveBox(editor) {
  const { $from } = editor.state.selection;
  if (!["caption", "source"].includes($from.parent.type.name)) return false;
  const after = $from.after($from.depth - 1);
  return editor
    .chain()
    .command(({ tr, state }) => {
      const next = tr.doc.nodeAt(after);
      if (next?.type.name !== "paragraph") tr.insert(after, state.schema.nodes.paragraph.create());
      tr.setSelection(pm.state.TextSelection.create(tr.doc, after + 1)).scrollIntoView();
      return true;
    })
    .run();
}

/* Enter in an empty line leaves the quote; elsewhere a paragraph follows, never the source. */
function inQuote(editor) {
  const { $from, $to } = editor.state.selection;
  if ($from.depth < 2 || $from.parent.type.name !== "paragraph" || !$from.sameParent($to)) return false;
  if (!["blockquote", "pullquote"].includes($from.node(-1).type.name)) return false;
  if (!$from.parent.content.size) return pm.commands.liftEmptyBlock(editor.state, editor.view.dispatch);
  const { tr, schema } = editor.state;
  editor.view.dispatch(tr.delete($from.pos, $to.pos).split($from.pos, 1, [{ type: schema.nodes.paragraph }]).scrollIntoView());
  return true;
}

function liftAtStart(editor) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  if ($from.parent.type.name === "heading") return editor.commands.setNode("paragraph");
  if ($from.depth > 1 && $from.node(-1).type.name === "listItem" && $from.index(-1) === 0) return editor.commands.liftListItem("listItem");
  return false;
}
