import { element } from "./dom.js";
import { rendered } from "./markdown.js";
import * as words from "./words.js";

const OFTEN = 50;

/** One answer on the page, as it comes. */
export class Answer {
  #text = "";
  #body = element("div", { className: "body" });
  #status = element("p", { className: "status" }, "Waiting for the first word…");
  #reasoning = null;
  #model = "";
  #kept = false;
  #drawing = 0;
  #pause = OFTEN;

  /** @param again asks once more; null if that is not known to be possible */
  constructor(again) {
    this.again = again;
    this.node = element("article", { className: "answer" }, this.#status, this.#body);
    this.node.setAttribute("aria-label", "Answer");
    this.node.setAttribute("aria-busy", "true");
  }

  /** Shows an answer of old. */
  static of(turn, again) {
    const answer = new Answer(again);
    answer.#text = turn.text;
    answer.#kept = true;
    answer.#end();
    answer.#facts([turn.model, turn.partial ? "broke off" : ""]);
    answer.#note(answer.isSilent ? words.SILENCE : "");
    answer.#note(turn.cut ? "The answer goes on; it is too long to be shown." : "");
    answer.#retry("Ask again");
    return answer;
  }

  get text() {
    return this.#text;
  }

  /** Whether it has no words, at least so far. */
  get isSilent() {
    return this.#text.trim() === "";
  }

  /** Whether the server keeps it, with its question. */
  get isKept() {
    return this.#kept;
  }

  started(message) {
    this.#model = message.model;
    this.#status.textContent = `${message.model} is thinking…`;
  }

  waiting(message) {
    this.#status.textContent = words.waiting(message);
  }

  add(message) {
    this.#text += message.text;
    this.#status.remove();
    if (this.#drawing === 0) {
      this.#drawing = setTimeout(() => this.#draw(), this.#pause);
    }
  }

  reason(message) {
    if (this.#reasoning === null) {
      this.#reasoning = document.createTextNode("");
      const fold = element("details", { className: "reasoning" }, element("summary", {}, "Reasoning"));
      fold.append(element("div", {}, this.#reasoning));
      this.#body.before(fold);
    }
    this.#reasoning.appendData(message.text);
  }

  /** A long text is drawn less often, for each time all of it is. */
  #draw() {
    const begun = performance.now();
    this.#drawing = 0;
    this.#body.replaceChildren(rendered(this.#text));
    this.#pause = Math.max(OFTEN, 4 * (performance.now() - begun));
    this.node.dispatchEvent(new Event("grown", { bubbles: true }));
  }

  done(message) {
    this.#end();
    const time = message.firstMillis === undefined ? "" : `, first word after ${words.seconds(message.firstMillis)}`;
    this.#facts([
      message.model,
      message.servedBy === "" ? "" : `served by ${message.servedBy}`,
      words.tokens(message),
      message.dollars === undefined ? "" : words.dollars(message.dollars),
      words.seconds(message.millis) + time,
    ]);
    this.#tries(message.attempts);
    this.#note(this.isSilent ? words.SILENCE : words.ending(message.finish));
    for (const warning of message.warnings) {
      this.#note(warning);
    }
    this.#fate(message);
    this.#retry("Ask again");
  }

  stopped(message) {
    this.#end();
    this.#facts([this.#model, "stopped"]);
    this.#fate(message);
    this.#retry("Ask again");
  }

  failed(message) {
    this.#end();
    const card = element("div", { className: "trouble" });
    card.setAttribute("role", "alert");
    const title = this.#text === "" ? "No answer" : "The answer broke off";
    card.append(
      element("strong", {}, title),
      element("p", {}, message.trouble.message),
      element("p", { className: "remedy" }, message.trouble.remedy),
    );
    if (message.trouble.retryAfterMillis !== undefined) {
      card.append(element("p", {}, `It may work again in ${words.seconds(message.trouble.retryAfterMillis)}.`));
    }
    this.node.append(card);
    this.#tries(message.attempts ?? []);
    this.#fate(message);
    this.#retry("Try again");
  }

  #end() {
    clearTimeout(this.#drawing);
    this.#status.remove();
    this.#draw();
    this.node.setAttribute("aria-busy", "false");
  }

  #facts(parts) {
    const known = parts.filter((part) => part !== "");
    if (known.length > 0) {
      this.node.append(element("p", { className: "facts" }, known.join(" · ")));
    }
  }

  #tries(attempts) {
    if (attempts.length > 1) {
      const list = element("ol", {}, ...attempts.map((each) => element("li", {}, words.attempt(each))));
      const count = element("summary", {}, words.attempts(attempts.length));
      this.node.append(element("details", { className: "attempts" }, count, list));
    }
  }

  #fate(message) {
    this.#kept = message.kept === true;
    if (message.deleted) {
      this.#note("This conversation was deleted, so the answer is not kept.");
    } else if (!this.#kept && !this.isSilent) {
      this.#note("This answer could not be kept; it will be gone after a reload.");
    }
  }

  #note(text) {
    if (text !== "") {
      this.node.append(element("p", { className: "note" }, text));
    }
  }

  #retry(label) {
    if (this.again === null) {
      return;
    }
    const button = element("button", { type: "button", className: "again" }, label);
    button.addEventListener("click", () => this.again());
    this.node.append(button);
  }
}
