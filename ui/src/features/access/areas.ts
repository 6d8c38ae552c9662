// Permissions by the part of the work they belong to, in the order of the rail.
import type { Permission } from "@/bindings";

export interface Area {
  key: "registry" | "sales" | "mailings" | "admin";
  permissions: Permission[];
}

export const areas: Area[] = [
  {
    key: "registry",
    permissions: [
      "customers.read",
      "customers.write",
      "customers.contact",
      "customers.import",
      "customers.export",
      "customers.inactivity",
      "contracts.manage",
      "views.share",
      "duplicates.merge",
      "duplicates.report",
      "duplicates.supervise",
      "privacy.export",
      "privacy.anonymise",
      "registrations.sell",
      "registrations.review",
      "registrations.supervise",
      "fulfilment.read",
      "fulfilment.work",
      "fulfilment.supervise",
      "indicators.read",
    ],
  },
  {
    key: "sales",
    permissions: [
      "agenda.own",
      "agenda.supervise",
      "quotes.read",
      "quotes.write",
      "products.read",
      "products.write",
    ],
  },
  { key: "mailings", permissions: ["mailings.read", "mailings.manage", "mailings.account"] },
  { key: "admin", permissions: ["access.manage", "company.manage", "audit.read"] },
];
