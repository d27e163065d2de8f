import { element, find } from "./dom.js";

/** The list of conversations, which is beside the page or, on a phone, slides over it. */
export class Chats extends EventTarget {
  #current = "";
  #chats = [];

  constructor() {
    super();
    find("new-chat").addEventListener("click", () => this.#choose(""));
    find("show-chats").addEventListener("click", () => this.open(true));
    find("close-chats").addEventListener("click", () => this.open(false));
  }

  get isOpen() {
    return document.body.classList.contains("with-chats");
  }

  open(isOpen) {
    document.body.classList.toggle("with-chats", isOpen);
    find("show-chats").setAttribute("aria-expanded", String(isOpen));
    find(isOpen ? "close-chats" : "show-chats").focus();
  }

  show(chats) {
    this.#chats = chats;
    this.#draw();
  }

  current(id) {
    this.#current = id;
    this.#draw();
  }

  #draw() {
    find("chat-list").replaceChildren(...this.#chats.map((chat) => this.#line(chat)));
  }

  #line(chat) {
    const title = chat.title.trim() === "" ? "Without words" : chat.title;
    const open = element("button", { type: "button", className: "chat", title }, title);
    if (chat.id === this.#current) {
      open.setAttribute("aria-current", "true");
    }
    open.addEventListener("click", () => this.#choose(chat.id));
    const remove = element("button", { type: "button", className: "quiet remove" }, "✕");
    remove.setAttribute("aria-label", `Delete ${title}`);
    remove.addEventListener("click", () => this.#remove(chat, remove));
    return element("li", {}, open, remove);
  }

  /** Asks by a second press rather than by a window. */
  #remove(chat, button) {
    if (button.dataset.sure === "yes") {
      this.dispatchEvent(new CustomEvent("remove", { detail: chat.id }));
      return;
    }
    button.dataset.sure = "yes";
    button.textContent = "Delete?";
    button.setAttribute("aria-label", `Really delete ${chat.title}?`);
    button.addEventListener("blur", () => this.#draw(), { once: true });
  }

  #choose(id) {
    document.body.classList.remove("with-chats");
    find("show-chats").setAttribute("aria-expanded", "false");
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }
}
