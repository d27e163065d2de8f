import { find } from "./dom.js";

const FIELDS = ["kind", "url", "token"];
const STORED = "llm-endpoint-";

/** A Hugging Face endpoint of one's own. It is kept for this tab alone, and goes with each question. */
export class Endpoint extends EventTarget {
  #allowed = false;

  constructor() {
    super();
    for (const name of FIELDS) {
      const field = find(name);
      field.value = sessionStorage.getItem(STORED + name) ?? "";
      field.addEventListener("change", () => this.#changed(name, field.value.trim()));
    }
  }

  allow(isAllowed) {
    this.#allowed = isAllowed;
  }

  showFor(provider) {
    find("endpoint").hidden = !this.#applies(provider);
    find("own").hidden = find("kind").value === "";
  }

  /** What to send with a question to this provider. */
  of(provider) {
    if (!this.#applies(provider) || find("kind").value === "") {
      return undefined;
    }
    return Object.fromEntries(FIELDS.map((name) => [name, find(name).value.trim()]));
  }

  /** What is still to be said, for a person; empty if nothing is. */
  lacks(provider) {
    const isUnknown = this.#applies(provider) && find("kind").value === "dedicated" && find("url").value.trim() === "";
    return isUnknown ? "Give the endpoint's URL below." : "";
  }

  #applies(provider) {
    return this.#allowed && provider === "huggingface";
  }

  #changed(name, value) {
    sessionStorage.setItem(STORED + name, value);
    this.dispatchEvent(new Event("changed"));
  }
}
