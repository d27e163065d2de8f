/**
 * Shows Markdown. What a model writes is nobody's word: markup stays text, pictures become links, links lead to the web or to mail
 * only, and what is left goes through a sanitiser.
 */
import { Marked } from "./lib/marked.esm.js";
import DOMPurify from "./lib/purify.es.mjs";
import { element } from "./dom.js";

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;
const RULES = {
  ALLOWED_TAGS: [
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "span", "a", "ul", "ol", "li", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
  ],
  ALLOWED_ATTR: ["href", "class", "start", "align"],
  ALLOWED_URI_REGEXP: SAFE_LINK,
  RETURN_DOM_FRAGMENT: true,
};

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const marked = new Marked({
  gfm: true,
  renderer: {
    html({ text, block }) {
      return block ? `<p>${escaped(text)}</p>` : escaped(text);
    },
    link({ href, raw, tokens }) {
      return SAFE_LINK.test(href) ? `<a href="${escaped(href)}">${this.parser.parseInline(tokens)}</a>` : escaped(raw);
    },
    image({ href, raw, text }) {
      return SAFE_LINK.test(href) ? `<a href="${escaped(href)}">${escaped(text || href)}</a>` : escaped(raw);
    },
    checkbox({ checked }) {
      return checked ? "☑ " : "☐ ";
    },
    code({ text, lang }) {
      const language = (lang ?? "").match(/^[\w+#-]*/)[0];
      const known = language !== "" && globalThis.hljs?.getLanguage(language);
      const inside = known ? globalThis.hljs.highlight(text, { language, ignoreIllegals: true }).value : escaped(text);
      return `<pre><code>${inside}\n</code></pre>`;
    },
  },
});

/** Gives the elements of a text. */
export function rendered(text) {
  const fragment = DOMPurify.sanitize(marked.parse(text), RULES);
  for (const link of fragment.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  for (const table of fragment.querySelectorAll("table")) {
    const frame = element("div", { className: "wide", tabIndex: 0 });
    table.replaceWith(frame);
    frame.append(table);
  }
  for (const block of fragment.querySelectorAll("pre")) {
    block.tabIndex = 0; // so that the keyboard can scroll it
    const frame = element("div", { className: "code" });
    block.replaceWith(frame);
    frame.append(block, copier(block));
  }
  return fragment;
}

function copier(block) {
  const button = element("button", { type: "button", className: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
  });
  return button;
}
