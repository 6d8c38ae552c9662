// A customer as it is typed in, and the merge of two people's changes to it.
import type { AddressInput, ContactInput, CustomerInput, Ficha } from "@/bindings";

export const emptyAddress: AddressInput = {
  street: "",
  number: "",
  complement: "",
  district: "",
  city: "",
  uf: "",
  cep: "",
};

export const emptyInput: CustomerInput = {
  code: null,
  kind: "person",
  name: "",
  trade_name: "",
  document: "",
  birth_date: "",
  mother_name: "",
  contact_name: "",
  segment: "retail",
  responsible_id: null,
  contact_points: [{ kind: "mobile", value: "", label: "" }],
  addresses: [],
};

/** The ficha in the form it is edited in. Data and version come from one answer, so that nobody's
 * change can slip in between. */
export function toInput(ficha: Ficha): CustomerInput {
  const { customer } = ficha;
  return {
    code: customer.code,
    kind: customer.kind,
    name: customer.name,
    trade_name: customer.trade_name,
    document: customer.document ?? "",
    birth_date: customer.birth_date ?? "",
    mother_name: customer.mother_name,
    contact_name: customer.contact_name,
    segment: customer.segment,
    responsible_id: customer.responsible_id,
    contact_points: ficha.contact_points.map(({ kind, value, label }) => ({ kind, value, label })),
    addresses: ficha.addresses.map(({ id: _, ...address }) => address),
  };
}

const blankContact = (contact: ContactInput) => contact.value.trim() === "" && contact.label.trim() === "";
const blankAddress = (address: AddressInput) => Object.values(address).every((text) => text.trim() === "");

/** What is sent: lines left empty are no contact and no address, and a company has no mother. A line
 * followed by a filled one stays, so that a refusal names the line on the screen. */
export function toRequest(values: CustomerInput): CustomerInput {
  const company = values.kind === "company";
  return {
    ...values,
    birth_date: company ? "" : values.birth_date,
    mother_name: company ? "" : values.mother_name,
    contact_points: dropEnd(values.contact_points, blankContact),
    addresses: dropEnd(values.addresses, blankAddress),
  };
}

function dropEnd<T>(lines: T[], blank: (line: T) => boolean): T[] {
  let end = lines.length;
  while (end > 0 && blank(lines[end - 1] as T)) end--;
  return lines.slice(0, end);
}
