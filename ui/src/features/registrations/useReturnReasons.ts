// The reasons a reviewer writes while returning a sale: kept per sale and submission until sent.
import { useCallback, useMemo } from "react";
import type { FieldReason, RegistrationDetail } from "@/bindings";
import { useDraft } from "@/shared/useDraft";

const NOTHING: Record<string, string> = {};

export interface ReturnReasons {
  texts: Record<string, string>;
  set: (field: string, text: string) => void;
  /** What would be sent: fields with words, in the order they were written. */
  list: FieldReason[];
  forget: () => void;
}

export function useReturnReasons(detail: RegistrationDetail): ReturnReasons {
  const sale = detail.registration;
  const draft = useDraft<Record<string, string>>(`return.${sale.id}.${sale.round}`, NOTHING);
  const { value, set: save, clear } = draft;
  const set = useCallback((field: string, text: string) => save({ ...value, [field]: text }), [save, value]);
  const list = useMemo(
    () =>
      Object.entries(value)
        .filter(([, reason]) => reason.trim() !== "")
        .map(([field, reason]) => ({ field, reason })),
    [value],
  );
  return { texts: value, set, list, forget: clear };
}
