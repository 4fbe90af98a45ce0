/* The small help list: keys by the letter that stands on them on a Latin keyboard. */
import { SHORTCUTS, apple } from "./keys.js";
import { element } from "./dialog.js";

const NAMES = apple ? { Mod: "⌘", Shift: "⇧", Alt: "⌥" } : { Mod: "Ctrl", Shift: "Shift", Alt: "Alt" };
const MORE = [["Mod+s", "saveStory"], ["Shift+Enter", "newLine"], ["Tab", "deeper"], ["Shift+Tab", "higher"], ["Alt+F10", "toToolbar"], ["Esc", "bigger"]];

export function shortcutList(words) {
  const list = element("dl", "nr-keys");
  const entries = [...Object.entries(SHORTCUTS).filter(([keys, name]) => name && keys !== "Mod+y"), ...MORE];
  for (const [keys, name] of entries) {
    const keyed = element("dd");
    const run = element("bdi");
    run.dir = "ltr";
    run.append(...keys.split("+").flatMap((key, at) => [at ? " + " : "", element("kbd", "", NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))]));
    keyed.append(run);
    list.append(element("dt", "", words[name]), keyed);
  }
  return list;
}
