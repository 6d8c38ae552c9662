import type { ImportTarget, Permission } from "@/bindings";

/** What can be imported, in the order it is offered. */
export const TARGETS: ImportTarget[] = ["customers", "products"];

/** Who may import it. */
export const permissionFor: Record<ImportTarget, Permission> = {
  customers: "customers.import",
  products: "products.write",
};
