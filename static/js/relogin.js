/* The log-in that has expired is renewed over the form; nothing is sent before it is the same person's. */

const box = document.querySelector("[data-writing]");
const dialog = document.getElementById("nr-relogin");
const form = box?.closest("form");

class Session {
  /** Whether the server knows this person; the form then has a token that it takes. Throws without a network. */
  async check() {
    const answer = await fetch(box.dataset.session, { redirect: "manual", headers: { Accept: "application/json" } });
    this.isOther = false;
    if (!answer.ok) return false;
    const { user, csrf } = await answer.json();
    this.token = csrf;
    this.isOther = String(user) !== box.dataset.user;
    if (this.isOther) return false;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = csrf;
    return true;
  }

  ask() {
    dialog.querySelector("[data-other]").hidden = !this.isOther;
    if (!dialog.open) dialog.showModal();
    return this.asked ??= new Promise((resolve) => { this.done = resolve; });
  }

  close(isIn) {
    dialog.close();
    this.done?.(isIn);
    this.asked = null;
    if (isIn) dispatchEvent(new CustomEvent("newsroom:logged-in"));
  }

  async logIn(password) {
    if (await this.check()) return ""; // meanwhile, in another tab
    const page = await fetch(box.dataset.login);
    const login = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = login.querySelector("#login-form [name=csrfmiddlewaretoken]")?.value ?? this.token;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    body.set("username", box.dataset.username);
    body.set("password", password);
    const answer = await fetch(box.dataset.login, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") return "";
    const refused = new DOMParser().parseFromString(await answer.text(), "text/html");
    return (refused.querySelector(".errornote, #content p")?.textContent ?? dialog.dataset.failed).trim();
  }
}

export const session = new Session();

if (box) {
  const said = dialog.querySelector("[role=alert]");
  const password = dialog.querySelector("[type=password]");
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      said.textContent = await session.logIn(password.value);
      password.value = "";
      if (!said.textContent) {
        if (await session.check()) session.close(true);
        else said.textContent = dialog.dataset.failed;
      }
    } catch (reason) {
      if (!(reason instanceof TypeError)) throw reason;
      said.textContent = box.dataset.offline;
    }
  });
  dialog.querySelector("[data-later]").addEventListener("click", () => session.close(false));
  dialog.addEventListener("cancel", () => session.close(false));

  /* Before anything else hears of it: a form that the server would not take stays where it is. */
  let isChecked = false;
  form.addEventListener("submit", async (event) => {
    if (isChecked || event.submitter?.formTarget === "_blank") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      if (await session.check() || await session.ask()) {
        isChecked = true;
        form.requestSubmit(submitter);
      }
    } catch (reason) {
      if (!(reason instanceof TypeError)) throw reason;
      document.querySelector("[data-autosave-status]").textContent = box.dataset.noServer;
    } finally {
      isChecked = false;
      form.ariaBusy = null;
    }
  }, { capture: true });

  const lost = document.querySelector("[data-preview-lost]");
  if (lost) {
    new MutationObserver(async () => {
      if (!lost.hidden && !(await session.check()) && (await session.ask())) document.querySelector("[data-preview-close]").click();
    }).observe(lost, { attributes: true, attributeFilter: ["hidden"] });
  }
}
