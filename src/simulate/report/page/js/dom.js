// Elements. Whatever comes from a configuration or a client goes into the page as text, never as markup: these functions
// are the only ones that make elements, and they make text nodes of strings.

/** element("p", {class: "hint"}, "text", otherElement): attributes that are null, undefined or false are left out. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

/** The value of a colour of the style sheet, which depends on light and dark. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}
