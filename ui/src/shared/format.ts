// Figures, dates and codes as people read them. Money is whole cents and is never divided as a
// floating-point number. Figures and dates are written the Brazilian way in both languages, because
// the documents they are compared with are. The office keeps its company's time whatever the machine's clock says.
import i18n from "i18next";
import type { AddressInput, ContactInput } from "@/bindings";

let zone = "America/Sao_Paulo";

/** Takes over the company's time zone (an IANA name); one the browser does not know changes nothing. */
export function setTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    zone = name;
  } catch {
    // Brasília time stays.
  }
}

function language(): string {
  return i18n.language || "pt-BR";
}

/** A whole number of units of 10^-scale as text: `123456, 2` → `1.234,56`. */
export function scaled(units: number | bigint, scale: number, trim = false): string {
  const value = BigInt(units);
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, ".");
  let fraction = scale === 0 ? "" : digits.slice(-scale);
  if (trim) fraction = fraction.replace(/0+$/, "");
  return `${negative ? "−" : ""}${whole}${fraction ? `,${fraction}` : ""}`;
}

/** Cents as `R$ 1.234,56`. */
export function money(cents: number | bigint | null | undefined): string {
  if (cents === null || cents === undefined) return "";
  const value = BigInt(cents);
  const text = scaled(value < 0n ? -value : value, 2);
  return `${value < 0n ? "− " : ""}R$\u00a0${text}`;
}

/** Thousandths as a quantity without needless zeros: 1500 → `1,5`. */
export function quantity(milli: number | bigint | null | undefined): string {
  return milli === null || milli === undefined ? "" : scaled(milli, 3, true);
}

/** Hundredths of a per cent as `4,31 %`. */
export function percent(basisPoints: number | bigint | null | undefined): string {
  return basisPoints === null || basisPoints === undefined ? "" : `${scaled(basisPoints, 2, true)}\u00a0%`;
}

/** A count with separators: `1.234.567`. */
export function count(value: number | bigint): string {
  return scaled(value, 0);
}

/** `YYYY-MM-DD` as `dd/mm/aaaa`, in both languages: the office writes dates one way. */
export function date(iso: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return match ? `${match[3]}/${match[2]}/${match[1]}` : "";
}

function parts(instant: string): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

function valid(instant: string | null | undefined): instant is string {
  return Boolean(instant) && !Number.isNaN(Date.parse(instant as string));
}

/** An instant as `dd/mm/aaaa hh:mm` in the company's time. */
export function dateTime(instant: string | null | undefined): string {
  if (!valid(instant)) return "";
  const p = parts(instant);
  return `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}`;
}

/** The clock time of an instant, `hh:mm`. */
export function time(instant: string | null | undefined): string {
  if (!valid(instant)) return "";
  const p = parts(instant);
  return `${p.hour}:${p.minute}`;
}

/** The office's calendar day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: string): string {
  const p = parts(instant);
  return `${p.year}-${p.month}-${p.day}`;
}

/** Today's calendar day in the office. */
export function today(): string {
  return dayOf(new Date().toISOString());
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
  ["month", 2_592_000],
  ["year", 31_536_000],
];

/** How long ago or until, as a hint beside the real date: `há 5 minutos`. */
export function relative(instant: string | null | undefined, now: number = Date.now()): string {
  if (!valid(instant)) return "";
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  let [unit, size] = STEPS[0] as [Intl.RelativeTimeFormatUnit, number];
  for (const [candidate, length] of STEPS)
    if (Math.abs(seconds) >= length) [unit, size] = [candidate, length];
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

/** Whole calendar days between two dates, `to - from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000,
  );
}

/** Keeps what counts in a CPF or CNPJ: digits and (since 2026) capital letters. */
export function bareDocument(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

function masked(bare: string, groups: [number, string][]): string {
  let out = "";
  let at = 0;
  for (const [length, before] of groups) {
    const piece = bare.slice(at, at + length);
    if (piece === "") break;
    out += before + piece;
    at += length;
  }
  return out + bare.slice(at);
}

/** A CPF (`529.982.247-25`) or CNPJ (`12.ABC.345/01DE-35`), complete or half typed. */
export function taxDocument(text: string | null | undefined): string {
  const bare = bareDocument(text ?? "");
  const cnpj = bare.length > 11 || /[A-Z]/.test(bare);
  return cnpj
    ? masked(bare, [
        [2, ""],
        [3, "."],
        [3, "."],
        [4, "/"],
        [2, "-"],
      ])
    : masked(bare, [
        [3, ""],
        [3, "."],
        [3, "."],
        [2, "-"],
      ]);
}

/** Keeps the digits of a phone, and the plus of a foreign one. */
export function barePhone(text: string): string {
  const digits = text.replace(/\D/g, "");
  return text.trim().startsWith("+") ? `+${digits}` : digits;
}

/** A Brazilian phone as `(19) 99812-4471`; a foreign one stays as written, `+351 …`. */
export function phone(text: string | null | undefined): string {
  const bare = barePhone(text ?? "");
  if (/^\+55\d{10,11}$/.test(bare)) return phone(bare.slice(3));
  if (bare.startsWith("+") || bare.length > 11) return bare;
  if (/^0\d00/.test(bare))
    return masked(bare, [
      [4, ""],
      [3, " "],
      [4, " "],
    ]);
  if (bare.length <= 2) return bare === "" ? "" : `(${bare}`;
  return `(${bare.slice(0, 2)}) ${masked(
    bare.slice(2),
    bare.length > 10
      ? [
          [5, ""],
          [4, "-"],
        ]
      : [
          [4, ""],
          [5, "-"],
        ],
  )}`;
}

/** A postal code as `13087-534`. */
export function cep(text: string | null | undefined): string {
  return masked((text ?? "").replace(/\D/g, ""), [
    [5, ""],
    [3, "-"],
  ]);
}

/** A telephone number or e-mail address with what it is for. */
export function contactText(contact: ContactInput): string {
  const value = contact.kind === "email" ? contact.value : phone(contact.value);
  return contact.label ? `${value} · ${contact.label}` : value;
}

/** An address on one line. */
export function addressText(address: AddressInput): string {
  const street = [address.street, address.number, address.complement].filter(Boolean).join(", ");
  const city = [address.city, address.uf].filter(Boolean).join("/");
  return [street, address.district, city, cep(address.cep)].filter(Boolean).join(" · ");
}

/** The first letters of the first and last name, for the round badge. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? words[words.length - 1] : "";
  return ((words[0]?.[0] ?? "") + (last?.[0] ?? "")).toUpperCase();
}
