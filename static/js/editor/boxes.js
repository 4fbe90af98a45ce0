/* Photo, embed and "read also": stored as references, shown as what they stand for. */
import { Node } from "./engine.js";

const reference = (name, attribute) => ({
  [name]: {
    default: null,
    parseHTML: (element) => element.getAttribute(attribute),
    renderHTML: (attributes) => ({ [attribute]: attributes[name] }),
  },
});

const figure = (name, attribute, View) => (content, known, words) =>
  Node.create({
    name,
    content,
    draggable: true,
    isolating: true,
    addAttributes: () => reference("ref", attribute),
    parseHTML: () => [{ tag: `figure.${name}[${attribute}]` }],
    renderHTML: ({ HTMLAttributes }) => ["figure", { class: name, ...HTMLAttributes }, 0],
    addNodeView: () => (context) => new View(context, known, words),
  });

export const Photo = (...args) => figure("photo", "data-photo", PhotoView)(...args);
export const Embed = (...args) => figure("embed", "data-embed", EmbedView)(...args);
export const ReadAlso = (_content, known, words) =>
  Node.create({
    name: "readAlso",
    atom: true,
    draggable: true,
    addAttributes: () => reference("ref", "data-article"),
    parseHTML: () => [{ tag: "aside.read-also[data-article]", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["aside", { class: "read-also", ...HTMLAttributes }],
    addNodeView: () => (context) => new ReadAlsoView(context, known, words),
  });

const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

class BoxView {
  constructor({ node, editor, getPos }, known, words) {
    Object.assign(this, { node, known, words });
    this.dom = make(this.tag, `nr-box nr-box--${node.type.name}`);
    this.shown = make("div", "nr-box__shown");
    this.shown.contentEditable = "false";
    const remove = make("button", "nr-box__remove", "×");
    Object.assign(remove, { type: "button", title: words.remove, contentEditable: "false" });
    remove.setAttribute("aria-label", words.remove);
    remove.addEventListener("click", () => {
      editor.chain().deleteRange({ from: getPos(), to: getPos() + this.node.nodeSize }).focus().run();
    });
    this.dom.append(this.shown, remove);
    this.listener = () => this.show();
    known.listeners.add(this.listener);
  }

  tag = "figure";

  placeholder = "caption";

  withCaption() {
    this.contentDOM = make("div", "nr-box__caption");
    this.contentDOM.dataset.placeholder = this.words[this.placeholder];
    this.dom.append(this.contentDOM);
    this.show();
    this.update(this.node);
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    const changed = node.attrs.ref !== this.node.attrs.ref;
    this.node = node;
    this.contentDOM?.classList.toggle("is-empty", !node.textContent);
    if (changed) this.show();
    return true;
  }

  stopEvent(event) {
    return Boolean(event.target.closest?.(".nr-box__remove"));
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !(this.contentDOM?.contains(mutation.target) && mutation.type !== "attributes");
  }

  destroy() {
    this.known.listeners.delete(this.listener);
  }
}

class PhotoView extends BoxView {
  constructor(...args) {
    super(...args);
    this.withCaption();
  }

  show() {
    const photo = this.known.photos.get(this.node.attrs.ref);
    if (!photo) {
      this.shown.textContent = photo === null ? this.words.gone : "…";
      return;
    }
    const image = document.createElement("img");
    Object.assign(image, { src: photo.thumb, alt: photo.alt, draggable: false });
    this.shown.replaceChildren(image, make("span", `nr-box__credit${photo.credit ? "" : " is-missing"}`, photo.credit || this.words.noCredit));
    if (this.contentDOM && photo.caption) this.contentDOM.dataset.placeholder = photo.caption;
  }
}

class EmbedView extends BoxView {
  placeholder = "embedCaption";

  constructor(...args) {
    super(...args);
    this.withCaption();
  }

  show() {
    const address = make("bdi", "nr-box__address", this.node.attrs.ref);
    address.dir = "ltr";
    this.shown.replaceChildren(make("b", "", this.words.embed), address);
  }
}

class ReadAlsoView extends BoxView {
  constructor(...args) {
    super(...args);
    this.show();
  }

  tag = "div";

  show() {
    const story = this.known.articles.get(this.node.attrs.ref);
    const label = story === null ? this.words.gone : story ? story.headline : "…";
    this.shown.replaceChildren(make("b", "", this.words.readAlso), make("span", "nr-box__headline", label));
    if (story && story.state !== "published") this.shown.append(make("span", "nr-pill", story.state_label));
  }
}
