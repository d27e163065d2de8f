import { Answer } from "./answer.js";
import { element, freshId, say } from "./dom.js";
import * as words from "./words.js";

const NEAR = 80;

/** One conversation on the page. It lives on while it is not shown, as long as an answer is under way. */
export class Thread {
  #ask;
  #open = null;

  /** @param ask sends a question, and says whether it went */
  constructor(id, ask) {
    this.id = id;
    this.#ask = ask;
    this.node = element("div", { className: "turns" });
    this.node.addEventListener("grown", () => this.#follow());
  }

  get isAnswering() {
    return this.#open !== null;
  }

  get isEmpty() {
    return this.node.childElementCount === 0;
  }

  /** The id of the answer under way. */
  get answerId() {
    return this.#open?.id ?? null;
  }

  /** Shows what was said before; what did not fit into the message is told. */
  show(turns, hasEarlier) {
    this.node.replaceChildren();
    if (hasEarlier) {
      this.node.append(element("p", { className: "note" }, "Earlier questions and answers are kept, but not shown."));
    }
    let question = "";
    for (const turn of turns) {
      if (turn.role === "user") {
        question = turn.cut ? "" : turn.text;
        this.node.append(Thread.#question(turn.cut ? `${turn.text}…` : turn.text));
      } else {
        const asked = question;
        this.node.append(Answer.of(turn, asked === "" ? null : () => this.ask(asked, true)).node);
      }
    }
    this.#down();
  }

  /** Asks, unless an answer is under way or the server cannot be reached; says whether it did. */
  ask(text, again = false) {
    if (this.isAnswering) {
      return false;
    }
    const id = freshId();
    if (!this.#ask({ type: "ask", id, chat: this.id, text, again })) {
      return false;
    }
    const question = Thread.#question(text);
    const answer = new Answer(() => this.#retry(text, question, answer));
    this.#open = { id, answer };
    this.node.append(question, answer.node);
    this.#down();
    this.#changed();
    return true;
  }

  static #question(text) {
    const node = element("article", { className: "question" }, text);
    node.setAttribute("aria-label", "You asked");
    return node;
  }

  /** Where nothing was kept, and nothing can be read, the question is asked in its place. */
  #retry(text, question, answer) {
    const replaces = !answer.isKept && answer.isSilent;
    if (this.ask(text, answer.isKept) && replaces) {
      question.remove();
      answer.node.remove();
    }
  }

  /** Takes what the server says of an answer, if it is the one under way here. */
  hear(message) {
    if (this.#open?.id !== message.id) {
      return;
    }
    const answer = this.#open.answer;
    switch (message.type) {
      case "started": answer.started(message); break;
      case "waiting": answer.waiting(message); say(words.waiting(message)); break;
      case "text": Thread.#sayBegun(answer); answer.add(message); break;
      case "reasoning": answer.reason(message); break;
      default: this.#end(message); break;
    }
  }

  /** Whoever hears the page reads the answer when it suits, from its first word on: it is not read out in one go. */
  static #sayBegun(answer) {
    if (answer.text === "") {
      say("The answer has begun.");
    }
  }

  #end(message) {
    const answer = this.#open.answer;
    this.#open = null;
    switch (message.type) {
      case "done": answer.done(message); say(answer.isSilent ? words.SILENCE : "The answer is complete."); break;
      case "stopped": answer.stopped(message); say("Stopped."); break;
      case "refused": answer.failed({ trouble: { message: message.message, remedy: "Change it, and ask again." } }); break;
      default: answer.failed(message); break;
    }
    this.#follow();
    this.#changed();
  }

  /** The connection is gone, and with it the answer. */
  lose() {
    if (this.#open !== null) {
      const trouble = { message: "The connection to the server was lost.", remedy: "It is tried again by itself; then ask again." };
      const kept = !this.#open.answer.isSilent; // as the server does with those who leave
      this.#end({ type: "failed", trouble, attempts: [], kept });
    }
  }

  #changed() {
    this.node.classList.toggle("answering", this.isAnswering);
    this.node.dispatchEvent(new Event("changed", { bubbles: true }));
  }

  /** Stays at the end, if the reader is there. */
  #follow() {
    const view = this.node.parentElement;
    if (view !== null && view.scrollHeight - view.scrollTop - view.clientHeight < NEAR + view.clientHeight / 3) {
      this.#down();
    }
  }

  #down() {
    const view = this.node.parentElement;
    if (view !== null) {
      view.scrollTop = view.scrollHeight;
    }
  }
}
