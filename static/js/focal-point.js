/* The focal point by click and by arrow keys, with the crops that readers will see. */

const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
const third = (value) => Math.min(2, Math.floor((value * 3) / 100));
const ninth = (x, y) => third(y) * 3 + third(x) + 1;

export class FocalPoint {
  /* root holds the stage of focal_stage.html and the fields focal_x, focal_y and focal_point. */
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector("[data-stage]");
    this.image = root.querySelector("[data-stage-image]");
    this.handle = root.querySelector("[data-handle]");
    this.crops = [...root.querySelectorAll("[data-crop]")];
    this.stage.addEventListener("click", (event) => this.clicked(event));
    this.handle.addEventListener("keydown", (event) => this.pressed(event));
    root.addEventListener("change", ({ target }) => {
      if (target.type === "radio" && target.name === "focal_point") {
        const at = Number(target.value) - 1;
        this.moveTo([17, 50, 83][at % 3], [17, 50, 83][Math.floor(at / 3)]);
      }
    });
  }

  field(name) { return this.root.querySelector(`[name=${name}]`); }

  show({ large, width, height, focal_x: x, focal_y: y }) {
    for (const image of [this.image, ...this.crops]) image.src = large;
    [this.image.width, this.image.height] = [width, height];
    this.place(x, y);
  }

  set disabled(value) { this.handle.disabled = value; }

  place(x, y) {
    [this.x, this.y] = [x, y];
    // Image space: from the left in every language.
    this.handle.style.left = `${x}%`;
    this.handle.style.top = `${y}%`;
    this.root.querySelector("[data-place]").textContent = `${x}% · ${y}%`;
    for (const crop of this.crops) crop.className = `fp-${ninth(x, y)}`;
  }

  moveTo(x, y) {
    this.place(within(x), within(y));
    this.field("focal_x").value = this.x;
    this.field("focal_y").value = this.y;
    const radios = this.root.querySelectorAll("[name=focal_point][type=radio]");
    if (radios.length) for (const radio of radios) radio.checked = Number(radio.value) === ninth(this.x, this.y);
    else this.field("focal_point").value = ninth(this.x, this.y);
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  clicked(event) {
    if (this.handle.disabled || event.target === this.handle) return;
    const box = this.image.getBoundingClientRect();
    this.moveTo(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    this.handle.focus();
  }

  pressed(event) {
    const step = STEP[event.code];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 2;
    this.moveTo(this.x + far * step[0], this.y + far * step[1]);
  }
}
