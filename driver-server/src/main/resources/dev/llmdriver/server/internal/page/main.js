import { Chats } from "./chats.js";
import { Connection } from "./connection.js";
import { element, find, freshId } from "./dom.js";
import { Models } from "./models.js";
import { Thread } from "./thread.js";

const connection = new Connection();
const models = new Models(connection);
const chats = new Chats();
/** Conversations with an answer under way, and the one that is shown. */
const threads = new Map();
let shown = null;

function ask(question) {
  return connection.send({ ...question, ...models.choice() });
}

function open(id) {
  const kept = threads.get(id);
  const thread = kept ?? new Thread(id, ask);
  threads.set(id, thread);
  if (shown !== null && shown !== thread && !shown.isAnswering) {
    threads.delete(shown.id);
  }
  shown = thread;
  history.replaceState(null, "", `#${id}`);
  find("thread").replaceChildren(thread.node);
  chats.current(id);
  if (kept === undefined) {
    connection.send({ type: "turns", chat: id });
  }
  update();
  find("question").focus();
}

function update() {
  const answering = shown.isAnswering;
  find("send").hidden = answering;
  find("stop").hidden = !answering;
  find("thread").classList.toggle("empty", shown.isEmpty);
}

function send() {
  const field = find("question");
  if (field.value.trim() !== "" && shown.ask(field.value)) {
    field.value = "";
    fit();
  }
}

function stop() {
  if (shown.isAnswering) {
    connection.send({ type: "stop", id: shown.answerId });
    find("question").focus();
  }
}

/** The field is as high as its text, up to a third of the window. */
function fit() {
  const field = find("question");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, window.innerHeight / 3)}px`;
}

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
find("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
find("question").addEventListener("input", fit);
find("stop").addEventListener("click", stop);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]") !== null) {
    return;
  }
  if (chats.isOpen) {
    chats.open(false);
  } else {
    stop();
  }
});
find("thread").addEventListener("changed", update);

chats.addEventListener("choose", (event) => open(event.detail === "" ? freshId() : event.detail));
chats.addEventListener("remove", (event) => connection.send({ type: "delete", chat: event.detail }));

for (const type of ["started", "waiting", "text", "reasoning", "done", "stopped", "failed", "refused"]) {
  connection.addEventListener(type, (event) => {
    for (const thread of [...threads.values()]) {
      thread.hear(event.detail);
    }
    if (type === "done" || type === "stopped" || type === "failed") {
      connection.send({ type: "chats" });
      update();
    }
  });
}
connection.addEventListener("turns", (event) => {
  const { id, turns, earlier, trouble } = event.detail;
  const thread = threads.get(id);
  if (trouble !== undefined) {
    find("state").textContent = trouble.message;
  } else if (thread !== undefined && thread.isEmpty) {
    thread.show(turns, earlier);
    update();
  }
});
connection.addEventListener("chats", (event) => chats.show(event.detail.chats ?? []));
connection.addEventListener("deleted", (event) => {
  connection.send({ type: "chats" });
  threads.delete(event.detail.id);
  if (shown.id === event.detail.id) {
    open(freshId());
  }
});
connection.addEventListener("ready", () => {
  find("who").close();
  find("state").textContent = "";
  connection.send({ type: "chats" });
  if (shown === null) {
    open(/^#[\w.~-]{1,100}$/.test(location.hash) ? location.hash.slice(1) : freshId());
  }
});
connection.addEventListener("unknown", (event) => {
  if (event.detail.message !== undefined) {
    find("who-hint").textContent = event.detail.message;
  }
  if (!find("who").open) {
    find("who").showModal();
  }
});
find("who").addEventListener("cancel", (event) => event.preventDefault());
find("who-form").addEventListener("submit", (event) => {
  event.preventDefault();
  connection.hello(find("who-token").value.trim());
  find("who-token").value = "";
});
connection.addEventListener("lost", () => {
  find("state").textContent = "No connection to the server; trying again…";
  for (const thread of threads.values()) {
    thread.lose();
  }
});

find("thread").append(element("div", { className: "turns" }));
connection.open();
