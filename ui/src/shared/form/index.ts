export { DateField, parseDate } from "./DateField";
export { DecimalInput, MoneyInput, PercentInput, QuantityInput } from "./DecimalInput";
export { parseDecimal } from "./decimal";
export { Form, FormErrors, Refusal } from "./Form";
export { differing, Merge, type MergeField } from "./Merge";
export { CepInput, DocumentInput, PhoneInput } from "./masked";
export { type CommandForm, type RecordAbout, useCommandForm } from "./useCommandForm";
