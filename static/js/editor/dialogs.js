/* Link, embed, "read also", title of a table, list of shortcuts. None is inside the story's form:
   Enter in them never saves the story. */
import { insertBlock } from "./commands.js";
import { allowedAddress } from "./text.js";
import { Dialog } from "./dialog.js";
import { StorySearch } from "./stories.js";
import { shortcutList } from "./shortcuts.js";

export class Dialogs {
  constructor(desk) {
    this.desk = desk;
  }

  open(title, options) {
    return new Dialog(title, this.desk.words, { ...options, onClose: () => this.desk.editor.commands.focus() });
  }

  link() {
    const { editor, known, words, data } = this.desk;
    const now = editor.isActive("link") ? editor.getAttributes("link") : {};
    const dialog = this.open(words.link, { accept: words.insert });
    const search = new StorySearch(words.linkField, known, words, (story) => this.setLink({ article: String(story.id), href: null }, story.headline, dialog));
    search.input.value = now.href ?? "";
    search.state.textContent = known.articles.get(now.article)?.headline ?? "";
    dialog.body.append(search.dom);
    if (editor.isActive("link")) dialog.button(words.removeLink, () => {
      editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
      dialog.close();
    });
    dialog.onAccept = async () => {
      const address = withScheme(search.input.value.trim());
      if (!allowedAddress(address, data.schemes)) return dialog.complain(words.badAddress);
      const told = await known.recognise(address).catch(() => ({}));
      if (!dialog.dom.open) return;
      if (told.article) this.setLink({ article: String(told.article.id), href: null }, told.article.headline, dialog);
      else this.setLink({ article: null, href: address }, address, dialog);
    };
    dialog.show(search.input);
  }

  /* Of the chosen words, of the link in which the caret stands, or of new words. */
  setLink(attrs, text, dialog) {
    const { editor } = this.desk;
    dialog.close();
    const chain = editor.chain().focus();
    if (editor.isActive("link")) chain.extendMarkRange("link").setMark("link", attrs).run();
    else if (!editor.state.selection.empty) chain.setMark("link", attrs).run();
    else {
      const glued = /[\p{L}\p{N}]$/u.test(editor.state.selection.$from.parent.textBetween(0, editor.state.selection.$from.parentOffset, "", " "));
      chain.insertContent([...(glued ? [{ type: "text", text: " " }] : []), { type: "text", text, marks: [{ type: "link", attrs }] }]).run();
    }
  }

  readAlso() {
    const { editor, known, words } = this.desk;
    const dialog = this.open(words.readAlso, {});
    const search = new StorySearch(words.storyField, known, words, (story) => {
      known.keep({ articles: [story] });
      dialog.close();
      insertBlock(editor, editor.schema.nodes.readAlso.create({ ref: String(story.id) }));
    });
    dialog.body.append(search.dom);
    dialog.show(search.input);
    search.find();
  }

  embed() {
    const { editor, known, words } = this.desk;
    const dialog = this.open(words.embed, { accept: words.insert });
    const input = dialog.field(words.embedField, { type: "url", dir: "ltr", inputMode: "url" });
    const asLink = dialog.button(words.asLink, () => {
      const address = withScheme(input.value.trim());
      this.setLink({ article: null, href: address }, address, dialog);
    });
    asLink.hidden = true;
    dialog.onAccept = async () => {
      const told = await known.recognise(withScheme(input.value.trim())).catch(() => null);
      if (!dialog.dom.open) return;
      if (told?.embed) {
        dialog.close();
        insertBlock(editor, editor.schema.nodes.embed.createAndFill({ ref: told.embed.address }));
        return;
      }
      asLink.hidden = !told || !allowedAddress(withScheme(input.value.trim()), this.desk.data.schemes);
      dialog.complain(told ? words.unknownHost : words.unreachable);
    };
    dialog.show(input);
  }

  tableCaption() {
    const { editor, words } = this.desk;
    const now = editor.getAttributes("table").caption ?? "";
    const dialog = this.open(words.tableCaption, { accept: words.save });
    const input = dialog.field(words.tableCaption, { type: "text", dir: "auto" });
    input.value = now;
    dialog.onAccept = () => {
      dialog.close();
      editor.chain().focus().updateAttributes("table", { caption: input.value.trim() }).run();
    };
    dialog.show(input);
  }

  help() {
    const dialog = this.open(this.desk.words.help, {});
    dialog.body.append(shortcutList(this.desk.words));
    dialog.show();
  }
}

const withScheme = (address) => (/^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$))/i.test(address) ? `https://${address}` : address);
