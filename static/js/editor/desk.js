/* The editor around one text area: what is typed is in the text area at every moment. */
import { Editor, Extension, pm } from "./engine.js";
import { insertBlock } from "./commands.js";
import { Dialogs } from "./dialogs.js";
import { element } from "./dialog.js";
import { Intake } from "./intake.js";
import { Keys } from "./keys.js";
import { Known } from "./known.js";
import { Pictures } from "./pictures.js";
import { extensions } from "./schema.js";
import { marksPlugin, surface } from "./surface.js";
import { Toolbar } from "./toolbar.js";
import { read, write } from "./typed.js";

const PAUSE = 400;
const CLEAR = { top: 120, bottom: 96, left: 0, right: 0 }; // of the toolbar, of a phone's lower bar

export class Desk {
  constructor(textarea, data) {
    Object.assign(this, { textarea, data, words: data.words });
    this.known = new Known(data.choices);
    this.asked = new Set();
    this.dialogs = new Dialogs(this);
    this.pictures = new Pictures(this);
    const parts = [...extensions(data, this.known), Keys(this), Intake(this), Extension.create({ name: "marks", addProseMirrorPlugins: () => [marksPlugin()] })];
    this.place = element("div", "nr-editor__text");
    this.editor = this.build(parts);
    this.schema = this.editor.schema;
    this.toolbar = new Toolbar(this);
    this.notice = element("p", "nr-editor__notice");
    this.notice.setAttribute("role", "alert");
  }

  build(parts) {
    const { textarea, words } = this;
    return new Editor({
      element: this.place,
      injectCSS: false,
      editable: !textarea.disabled && !textarea.readOnly,
      extensions: parts,
      coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: "\n" } },
      enableInputRules: false,
      enablePasteRules: false,
      content: null,
      editorProps: {
        scrollThreshold: CLEAR, scrollMargin: CLEAR,
        attributes: {
          class: "nr-prose",
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": words.editor,
          lang: textarea.lang,
          dir: textarea.dir,
          ...(textarea.getAttribute("aria-invalid") ? { "aria-invalid": "true", "aria-describedby": `${textarea.id}_error` } : {}),
        },
      },
      onTransaction: ({ transaction }) => this.changed(transaction),
    });
  }

  /* Where a part of the text finds no place in the editor the text area stays. */
  mount() {
    const doc = read(this.schema, this.textarea.value);
    if (!doc) return;
    const view = this.editor.view;
    view.updateState(pm.state.EditorState.create({ doc, plugins: this.editor.state.plugins }));
    const { textarea } = this;
    this.dom = element("div", "nr-editor");
    textarea.before(this.dom);
    const counts = document.querySelector(`[data-counts-of="${textarea.id}"]`);
    this.dom.append(this.toolbar.dom, this.notice, this.pictures.dom, this.place, textarea, ...(counts ? [counts] : []));
    textarea.hidden = true;
    document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => this.editor.commands.focus());
    this.mounted = true;
    textarea.newsroomEditor = surface(this);
    this.toolbar.show();
    this.learn(doc);
    this.measure();
    textarea.dispatchEvent(new CustomEvent("newsroom:editor-ready", { bubbles: true }));
  }

  changed(transaction) {
    if (!this.mounted) return;
    if (transaction.docChanged) {
      this.pictures.follow(transaction.mapping);
      this.textarea.value = write(this.schema, transaction.doc);
      this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(this.later);
      this.later = setTimeout(() => this.settled(), PAUSE);
    }
    this.toolbarDue ??= requestAnimationFrame(() => { this.toolbarDue = null; this.toolbar.show(); });
  }

  settled() {
    this.learn(this.editor.state.doc);
    if (this.textarea.value.length > this.data.limit || this.notice.textContent === this.words.tooLong) this.measure();
  }

  learn(doc) {
    const articles = new Set();
    const photos = new Set();
    doc.descendants((node) => {
      if (node.type.name === "photo") photos.add(node.attrs.ref);
      if (node.type.name === "readAlso") articles.add(node.attrs.ref);
      for (const { attrs } of node.marks) if (attrs.article) articles.add(attrs.article);
    });
    this.known.learn([...articles], [...photos]);
  }

  measure() {
    const long = this.textarea.value.length > this.data.limit;
    this.tell(long ? this.words.tooLong : "");
  }

  /* The browser tells of a moved caret a little later than of the key that follows. */
  catchUp() {
    if (!this.editor.view.composing) this.editor.view.domObserver.flush();
  }

  tell(text) {
    this.notice.textContent = text;
  }

  takePictures(files, pos = this.editor.state.selection.to) {
    this.pictures.take(files, pos);
  }

  async choosePhoto() {
    const { choosePhoto } = await import("../photo-picker.js");
    const photo = await choosePhoto().catch(() => this.tell(this.words.unreachable));
    if (photo) this.insertPhoto(photo);
  }

  insertPhoto(photo, pos = null) {
    const { editor, schema } = this;
    if ("thumb" in photo) this.known.keep({ photos: [photo] });
    const figure = schema.nodes.photo.createAndFill({ ref: String(photo.id) });
    if (pos === null) return insertBlock(editor, figure);
    const $pos = editor.state.doc.resolve(Math.min(pos, editor.state.doc.content.size));
    editor.view.dispatch(editor.state.tr.insert($pos.depth ? $pos.after(1) : $pos.pos, figure));
  }

  toggleFull(on = !this.dom.classList.contains("nr-editor--full")) {
    this.dom.classList.toggle("nr-editor--full", on);
    document.documentElement.classList.toggle("nr-full", on);
    this.toolbar.press("full", on);
    this.editor.commands.focus();
    this.editor.view.dispatch(this.editor.state.tr.scrollIntoView());
  }
}
