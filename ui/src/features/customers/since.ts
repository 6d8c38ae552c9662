import type { Contract } from "@/bindings";
import { dayOf } from "@/shared/format";

/** The year of the first contract; before any, the year of the registration. */
export function customerSince(contracts: Pick<Contract, "signed_on">[], createdAt: string): string {
  const days = [dayOf(createdAt)];
  for (const contract of contracts) if (contract.signed_on !== null) days.push(contract.signed_on);
  return (days.sort()[0] ?? "").slice(0, 4);
}
