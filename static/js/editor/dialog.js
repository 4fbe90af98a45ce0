/* A <dialog> with a heading, a body, a place for a complaint and its buttons. */

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

let count = 0;

export class Dialog {
  constructor(title, words, { accept = "", onClose }) {
    this.words = words;
    this.dom = element("dialog", "nr-ask");
    const heading = element("h2", "", title);
    heading.id = `nr-ask-${(count += 1)}`;
    this.dom.setAttribute("aria-labelledby", heading.id);
    this.form = element("form");
    this.form.method = "dialog";
    this.form.noValidate = true;
    this.body = element("div", "nr-ask__body");
    this.complaint = element("p", "nr-ask__complaint");
    this.complaint.setAttribute("role", "alert");
    this.buttons = element("div", "nr-ask__buttons");
    if (accept) {
      const button = element("button", "button default", accept);
      button.type = "submit";
      this.buttons.append(button);
    }
    this.button(accept ? words.cancel : words.close, () => this.close());
    this.form.append(heading, this.body, this.complaint, this.buttons);
    this.dom.append(this.form);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.accept();
    });
    this.dom.addEventListener("close", () => {
      this.dom.remove();
      onClose?.();
    });
    this.dom.addEventListener("click", (event) => { if (event.target === this.dom) this.close(); });
  }

  /* Once, however often Enter is pressed while the newsroom is asked. */
  async accept() {
    if (this.isAsking) return;
    this.isAsking = true;
    this.complain("");
    try {
      await this.onAccept?.();
    } finally {
      this.isAsking = false;
    }
  }

  button(text, act) {
    const button = element("button", "nr-btn", text);
    button.type = "button";
    button.addEventListener("click", act);
    this.buttons.append(button);
    return button;
  }

  field(label, properties) {
    const box = element("label", "nr-ask__field");
    const input = Object.assign(element("input"), { autocomplete: "off", ...properties });
    box.append(element("span", "", label), input);
    this.body.append(box);
    return input;
  }

  complain(text) {
    this.complaint.textContent = text;
  }

  show(first) {
    (document.fullscreenElement ?? document.querySelector("#container") ?? document.body).append(this.dom);
    this.dom.showModal();
    first?.focus();
    first?.select?.();
  }

  close() {
    this.dom.close();
  }
}
