// DocumentInput, PhoneInput, CepInput: masks as one types, bare values out.
// `<DocumentInput label={t("document")} {...form.field("document")} />`
import { TextInput, type TextInputProps } from "@mantine/core";
import { bareDocument, barePhone, cep, phone, taxDocument } from "@/shared/format";
import { useMask } from "./useMask";

type Plain = Omit<TextInputProps, "value" | "defaultValue" | "onChange">;

export interface MaskedInputProps extends Plain {
  /** The bare value: digits (and letters of a CNPJ) without punctuation. */
  value?: string | null;
  onChange?: (bare: string) => void;
}

const ignore = () => {};

/** CPF or CNPJ, the new CNPJ with letters included. */
export function DocumentInput({ value, onChange, ...rest }: MaskedInputProps) {
  const mask = useMask({ value, onChange: onChange ?? ignore, show: taxDocument, bare: bareDocument });
  return <TextInput {...rest} {...mask} />;
}

/** A phone with area code; a foreign one starts with a plus. */
export function PhoneInput({ value, onChange, ...rest }: MaskedInputProps) {
  const mask = useMask({ value, onChange: onChange ?? ignore, show: phone, bare: barePhone });
  return <TextInput inputMode="tel" {...rest} {...mask} />;
}

const digits = (text: string) => text.replace(/\D/g, "");

/** A postal code. */
export function CepInput({ value, onChange, ...rest }: MaskedInputProps) {
  const mask = useMask({ value, onChange: onChange ?? ignore, show: cep, bare: digits });
  return <TextInput inputMode="numeric" {...rest} {...mask} />;
}
