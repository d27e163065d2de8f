import { element, find } from "./dom.js";
import { Endpoint } from "./endpoint.js";

const NAMED = "";
const STORED = "llm-choice";

/** Who answers: a provider and one of its models, or a configured name. The choice outlives the page, but for an endpoint's. */
export class Models {
  #connection;
  #endpoint = new Endpoint();
  #named = [];
  #standard = "";

  constructor(connection) {
    this.#connection = connection;
    const dialog = find("settings");
    find("choose").addEventListener("click", () => dialog.showModal());
    find("settings-done").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => find("question").focus());
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName === "INPUT") {
        dialog.close();
      }
    });
    find("provider").addEventListener("change", () => this.#providerChanged());
    find("model").addEventListener("input", () => this.#changed());
    find("model").addEventListener("blur", () => this.#suggest());
    find("memory").addEventListener("change", () => this.#changed());
    this.#endpoint.addEventListener("changed", () => this.#load());
    connection.addEventListener("ready", (event) => this.#ready(event.detail));
    connection.addEventListener("models", (event) => this.#listed(event.detail));
    connection.addEventListener("refused", (event) => this.#refused(event.detail));
  }

  /** What a question says of who shall answer it. */
  choice() {
    const provider = find("provider").value;
    const model = find("model").value.trim();
    const endpoint = this.#endpoint.of(provider);
    const name = endpoint !== undefined || provider === NAMED || model === "" ? model : `${provider}:${model}`;
    return { model: name, memory: find("memory").checked, endpoint };
  }

  #ready(message) {
    this.#named = message.named;
    this.#standard = message.standard;
    this.#endpoint.allow(message.endpoints);
    const options = message.providers.map((name) => element("option", { value: name }, name));
    if (message.named.length > 0) {
      options.unshift(element("option", { value: NAMED }, "Configured names"));
    }
    find("provider").replaceChildren(...options);
    this.#restore(message);
    this.#load();
  }

  #restore(message) {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? "null");
    const isThere = kept !== null && (kept.provider === NAMED ? message.named : message.providers)
      .includes(kept.provider === NAMED ? kept.model : kept.provider);
    const choice = isThere ? kept : this.#usual(message);
    find("provider").value = choice.provider;
    find("model").value = choice.model;
    find("memory").checked = choice.memory ?? true;
  }

  #usual(message) {
    const cut = this.#standard.indexOf(":");
    if (cut < 0) {
      const provider = message.named.length > 0 ? NAMED : (message.providers[0] ?? NAMED);
      return { provider, model: this.#standard || (provider === NAMED ? message.named[0] : "") };
    }
    return { provider: this.#standard.slice(0, cut), model: this.#standard.slice(cut + 1) };
  }

  #providerChanged() {
    find("model").value = find("provider").value === NAMED ? this.#named[0] : "";
    this.#load();
  }

  /** Asks what the provider has. */
  #load() {
    const provider = find("provider").value;
    this.#endpoint.showFor(provider);
    find("models").replaceChildren();
    const lack = this.#endpoint.lacks(provider);
    if (lack !== "") {
      find("model-hint").textContent = lack;
    } else if (provider === NAMED) {
      this.#listed({ id: NAMED, models: this.#named });
    } else {
      find("model-hint").textContent = "Asking the provider for its models…";
      this.#connection.send({ type: "models", id: provider, provider, endpoint: this.#endpoint.of(provider) });
    }
    this.#changed();
  }

  #listed(message) {
    const provider = find("provider").value;
    if (message.id !== provider || this.#endpoint.lacks(provider) !== "") { // asked before the person went on
      return;
    }
    const hint = find("model-hint");
    if (message.trouble !== undefined) {
      hint.textContent = `${message.trouble.message} ${message.trouble.remedy}`;
      return;
    }
    find("models").replaceChildren(...message.models.map((name) => element("option", { value: name })));
    hint.textContent = `${message.models.length} to choose from; or write the id of any other.`;
    this.#suggest();
  }

  /** Takes the first of the list where none is named; not while the field has the cursor, for somebody may begin to type. */
  #suggest() {
    const model = find("model");
    const first = find("models").firstElementChild;
    if (model.value === "" && model !== document.activeElement && first !== null) {
      model.value = first.value;
      this.#changed();
    }
  }

  #refused(message) {
    if (message.id === find("provider").value) {
      find("model-hint").textContent = message.message;
    }
  }

  #changed() {
    const { model, memory, endpoint } = this.choice();
    const place = endpoint === undefined ? "" : " at your endpoint";
    find("chosen").textContent = (model || "Choose a model") + place;
    const choice = { provider: find("provider").value, model: find("model").value.trim(), memory };
    localStorage.setItem(STORED, JSON.stringify(choice));
  }
}
