/** The one socket to the server, for all conversations. It comes back by itself when it was lost. */
const SLOWEST = 8000;
const TOKEN = "llm-token";

export class Connection extends EventTarget {
  #socket = null;
  #pause = 250;

  async open() {
    try {
      const answer = await fetch("/page/owner", { cache: "no-store" });
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
    } catch {
      this.#lost();
      return;
    }
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    socket.addEventListener("open", () => this.#opened(socket));
    socket.addEventListener("message", (event) => this.#heard(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.#lost());
  }

  get isOpen() {
    return this.#socket !== null;
  }

  /** Sends a message, and says whether it went. */
  send(message) {
    if (this.#socket === null || this.#socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #opened(socket) {
    this.#socket = socket;
    this.#pause = 250;
    this.hello();
  }

  /** A token, if one is wanted, stays in this tab and goes in the first message alone. */
  hello(token = sessionStorage.getItem(TOKEN) ?? undefined) {
    if (token !== undefined) {
      sessionStorage.setItem(TOKEN, token);
    }
    this.send({ type: "hello", token });
  }

  #heard(message) {
    if (message.type === "unknown") {
      sessionStorage.removeItem(TOKEN);
    }
    this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
  }

  #lost() {
    this.#socket = null;
    this.dispatchEvent(new Event("lost"));
    setTimeout(() => this.open(), this.#pause);
    this.#pause = Math.min(SLOWEST, this.#pause * 2);
  }
}
