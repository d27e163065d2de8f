/** Makes elements. Texts become text, never markup. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Finds the element of an id. */
export function find(id) {
  return document.getElementById(id);
}

/** Says something to those who hear the page. */
export function say(text) {
  find("spoken").textContent = text;
}

/** A name that nobody else has; what browsers have for it works on https alone. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}
