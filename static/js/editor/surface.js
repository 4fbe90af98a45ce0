/* What other parts of the form may ask of the text: textarea.newsroomEditor. */
import { pm } from "./engine.js";

const key = new pm.state.PluginKey("marks");

/* Marks of the copy desk: shown on the text, never part of it. */
export const marksPlugin = () =>
  new pm.state.Plugin({
    key,
    state: {
      init: () => pm.view.DecorationSet.empty,
      apply: (tr, set) => tr.getMeta(key) ?? set.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  });

function textblocks(doc) {
  const found = [];
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.push({ node, from: pos + 1 });
    return !node.isTextblock;
  });
  return found;
}

const textOf = (node) => node.textBetween(0, node.content.size, "\n", "\ufffc");

export function surface(desk) {
  const { editor } = desk;
  const place = (block, start, end) => {
    const found = textblocks(editor.state.doc)[block];
    if (!found || start < 0 || end < start || end > found.node.content.size) return null;
    return { ...found, start: found.from + start, end: found.from + end };
  };
  return {
    blocks: () => textblocks(editor.state.doc).map(({ node }) => textOf(node)),
    select(block, start, end) {
      const found = place(block, start, end);
      if (!found) return;
      editor.view.focus();
      const selection = pm.state.TextSelection.create(editor.state.doc, found.start, found.end);
      editor.view.dispatch(editor.state.tr.setSelection(selection).scrollIntoView());
    },
    replace(block, start, end, expected, text) {
      const found = place(block, start, end);
      if (!found || textOf(found.node).slice(start, end) !== expected) return false;
      editor.view.dispatch(text ? editor.state.tr.insertText(text, found.start, found.end) : editor.state.tr.delete(found.start, found.end));
      return true;
    },
    /* Several repairs in one step of undo: all whose words still stand there; answers how many. */
    replaceAll(list) {
      const { tr } = editor.state;
      const found = list.map((edit) => ({ ...edit, at: place(edit.block, edit.start, edit.end) }))
        .filter(({ at, start, end, expected }) => at && textOf(at.node).slice(start, end) === expected)
        .sort((one, other) => other.at.start - one.at.start || other.at.end - one.at.end);
      for (const { at, text } of found) text ? tr.insertText(text, at.start, at.end) : tr.delete(at.start, at.end);
      if (found.length) editor.view.dispatch(tr);
      return found.length;
    },
    mark(list) {
      const all = textblocks(editor.state.doc);
      const shown = list.filter(({ block, start, end }) => all[block] && start < end && end <= all[block].node.content.size);
      const decorations = shown.map(({ block, start, end, severity, id }) =>
        pm.view.Decoration.inline(all[block].from + start, all[block].from + end, { class: `nr-mark nr-mark--${severity}`, "data-mark": String(id) }),
      );
      const set = pm.view.DecorationSet.create(editor.state.doc, decorations);
      editor.view.dispatch(editor.state.tr.setMeta(key, set).setMeta("addToHistory", false));
    },
    insertPhoto: (photo) => desk.insertPhoto(photo),
    focus: () => editor.commands.focus(),
  };
}
