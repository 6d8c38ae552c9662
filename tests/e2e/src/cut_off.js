// Text that does not fit and cannot be read in full any other way, and pages wider than their frame.
const found = [];
const label = (element) => {
  const style = element.className && typeof element.className === "string" ? `.${element.className.split(" ")[0]}` : "";
  return `${element.tagName.toLowerCase()}${style} "${element.innerText.trim().replace(/\s+/g, " ").slice(0, 60)}"`;
};
const told = (element) => element.closest("[title], [aria-label]") !== null;
if (document.documentElement.scrollWidth > window.innerWidth) {
  found.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${window.innerWidth}`);
}
for (const element of document.querySelectorAll("body *")) {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (box.width < 2 || box.height < 2 || style.visibility === "hidden" || !element.innerText) continue;
  const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  const wide = element.scrollWidth > element.clientWidth + 1;
  const hides = style.overflowX === "hidden" || style.overflowX === "clip";
  if (own && wide && hides && !told(element)) found.push(`cut off: ${label(element)}`);
  if (wide && style.overflowX === "auto" && !element.matches("[role=grid], [role=grid] *, [role=table], pre")) {
    found.push(`scrolls sideways: ${label(element)} by ${element.scrollWidth - element.clientWidth}`);
  }
  if (own && box.right > window.innerWidth + 1) found.push(`beyond the window: ${label(element)}`);
}
return [...new Set(found)];
