// jsdom lacks a few things browsers have; Mantine and the virtual list ask for them.
import { notifications } from "@mantine/notifications";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { startI18n } from "@/shared/i18n";

startI18n();
// A busy machine draws late; waiting longer costs nothing where it does not.
configure({ asyncUtilTimeout: 10_000 });
afterEach(() => {
  cleanup();
  // Outlive what they were shown in, and the file: many share the modules.
  notifications.cleanQueue();
  notifications.clean();
});

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

window.ResizeObserver = Observer as never;
window.matchMedia = ((query: string) => ({
  matches: false,
  media: query,
  addEventListener: vi.fn(),
  removeEventListener: vi.fn(),
  addListener: vi.fn(),
  removeListener: vi.fn(),
  dispatchEvent: vi.fn(),
})) as never;
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = (() => {}) as never;
window.scrollTo = (() => {}) as never;
HTMLCanvasElement.prototype.getContext = (() => null) as never;

// Text areas that grow ask when the fonts have come; jsdom has none.
if (!("fonts" in document)) {
  const fonts = { addEventListener: () => undefined, removeEventListener: () => undefined };
  Object.defineProperty(document, "fonts", { value: fonts });
}
