/* Straight quotation marks become the site's. In a text that runs from left to right they stay. */

const OPENS = /(^|[\s\u00a0([{«“‘—–\-/ـ\ufffc])$/;

export const replacement = (before, [opening, closing]) => (OPENS.test(before) ? opening : closing);

export function straight(text, quotes, before = "") {
  let seen = before;
  let out = "";
  for (const sign of text) {
    const put = sign === '"' ? replacement(seen, quotes) : sign;
    seen = sign;
    out += put;
  }
  return out;
}

export function arabicQuotes(body, quotes) {
  for (const block of body.querySelectorAll("p, h2, h3, li, td, th, cite, figcaption")) {
    if (block.querySelector("p, ul, ol") || /^[^\p{Script=Arabic}]*$/u.test(block.textContent)) continue;
    const walker = block.ownerDocument.createTreeWalker(block, 4);
    let before = "";
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const typed = text.data;
      if (typed.includes('"')) text.data = straight(typed, quotes, before);
      before = typed.slice(-1) || before;
    }
  }
}

/* While one types. */
export function typeQuote(view, from, to, text, quotes) {
  if (text !== '"') return false;
  const { state } = view;
  const $from = state.doc.resolve(from);
  const ltr = state.schema.marks.ltr;
  if ((ltr && ltr.isInSet(state.storedMarks ?? $from.marks())) || $from.parent.attrs.dir === "ltr") return false;
  const before = $from.parent.textBetween(0, $from.parentOffset, "", "\ufffc").slice(-1);
  view.dispatch(state.tr.insertText(replacement(before, quotes), from, to).scrollIntoView());
  return true;
}
