/* Uploads file by file, two at a time, with a bar for each. When the line breaks the file waits and
   is sent again; the others go on. Without this script the form sends all files at once. */

const AT_ONCE = 2;
const TRIES = 6;

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.outcomes = document.querySelector("[data-outcomes]");
    this.template = document.querySelector("[data-waiting]");
    this.queue = [];
    this.running = 0;
    form.addEventListener("submit", (event) => this.start(event));
    this.outcomes.addEventListener("submit", (event) => this.settle(event));
    addEventListener("online", () => this.next());
    addEventListener("beforeunload", (event) => { if (this.running || this.queue.length) event.preventDefault(); });
  }

  /* The answer about a known picture, without leaving the page. */
  async settle(event) {
    event.preventDefault();
    const { target, submitter } = event;
    const data = new FormData(target, submitter);
    const answer = await fetch(target.action, { method: "POST", body: data }).catch(() => null);
    if (!answer?.ok) return;
    if (submitter.value) target.closest("li").remove();
    else target.remove();
  }

  start(event) {
    if (!this.input.files.length) return;
    event.preventDefault();
    for (const file of this.input.files) this.queue.push(this.item(file));
    this.input.value = "";
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.next();
  }

  item(file) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    this.outcomes.append(row);
    const item = { file, row, tries: 0, bar: row.querySelector("progress") };
    row.querySelector("[data-retry]").addEventListener("click", () => {
      item.tries = 0;
      this.queue.push(item);
      this.show(item, "waiting");
      this.next();
    });
    return item;
  }

  show(item, state) {
    for (const text of item.row.querySelectorAll("[data-state]")) text.hidden = text.dataset.state !== state;
  }

  next() {
    while (this.running < AT_ONCE && this.queue.length) this.send(this.queue.shift());
  }

  send(item) {
    this.running += 1;
    item.tries += 1;
    this.show(item, "sending");
    const data = new FormData(this.form);
    data.set("files", item.file);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Requested-With", "fetch");
    request.upload.addEventListener("progress", (event) => { item.bar.value = (100 * event.loaded) / event.total; });
    request.addEventListener("loadend", () => {
      this.running -= 1;
      this.ended(item, request);
      this.next();
    });
    request.send(data);
  }

  /* A log-in page or a proxy's error is not an outcome. */
  ended(item, request) {
    const page = new DOMParser().parseFromString(request.responseText ?? "", "text/html");
    const outcome = request.status === 200 && page.querySelector("[data-outcome]");
    if (outcome) {
      item.row.replaceWith(outcome);
    } else if ((request.status === 0 || request.status >= 502) && item.tries < TRIES) {
      this.show(item, "broken");
      setTimeout(() => { this.queue.push(item); this.next(); }, 1000 * 2 ** item.tries);
    } else {
      this.show(item, "failed");
    }
  }
}

const form = document.querySelector("[data-upload]");
if (form) new Upload(form);
