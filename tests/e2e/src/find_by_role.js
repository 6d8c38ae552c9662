// Visible elements of a role whose accessible name is, or else contains, the name asked for.
const [role, wanted] = arguments;
const selectors = {
  button: "button, [role=button], summary, input[type=submit]",
  link: "a[href], [role=link]",
  textbox:
    "textarea, [role=textbox], [role=searchbox], [role=combobox], [role=spinbutton], [contenteditable=true], " +
    "input:not([type=checkbox], [type=radio], [type=submit], [type=button], [type=file], [type=hidden])",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  radio: "input[type=radio], [role=radio]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  row: "tr, [role=row]",
  cell: "td, th, [role=cell], [role=gridcell]",
  table: "table, [role=table], [role=grid]",
  navigation: "nav, [role=navigation]",
  dialog: "dialog, [role=dialog], [role=alertdialog]",
};
const flat = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const labelled = (element) =>
  (element.getAttribute("aria-labelledby") ?? "")
    .split(/\s+/)
    .map((id) => flat(document.getElementById(id)?.innerText))
    .join(" ")
    .trim();
const nameOf = (element) =>
  flat(element.getAttribute("aria-label")) ||
  labelled(element) ||
  flat([...(element.labels ?? [])].map((label) => label.innerText).join(" ")) ||
  flat(element.innerText) ||
  flat(element.value && element.type === "submit" ? element.value : "") ||
  flat(element.getAttribute("title")) ||
  flat(element.getAttribute("placeholder")) ||
  flat(element.querySelector("img[alt]")?.alt);
const visible = (element) => {
  // A switch or checkbox may be drawn by its label: it counts while it takes part in the layout.
  const style = getComputedStyle(element);
  return element.getClientRects().length > 0 && style.visibility !== "hidden";
};
const all = [...document.querySelectorAll(selectors[role] ?? `[role=${role}]`)].filter(visible);
const named = all.map((element) => [element, nameOf(element)]);
// A required field's label ends with an asterisk that is not part of its name.
const bare = (name) => name.replace(/\s*\*$/, "");
const exact = named.filter(([, name]) => name === wanted || bare(name) === wanted);
const chosen = exact.length > 0 ? exact : named.filter(([, name]) => name.includes(wanted));
// A radio without a size of its own is clicked where a person sees it: on its label.
const drawn = (element) => (element.offsetWidth > 0 ? element : (element.labels?.[0] ?? element));
return chosen.map(([element]) => (element.type === "radio" ? drawn(element) : element));
