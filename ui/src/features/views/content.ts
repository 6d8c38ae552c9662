// What a view holds, compared and put into one form, so that only what a person changed counts as a change.
import type { ViewColumn, ViewContent } from "@/bindings";

function columnText({ id, shown, width }: ViewColumn): string {
  return `${id}:${shown}:${width ?? ""}`;
}

/** Whether two contents show the same list in the same way. */
export function sameContent(a: ViewContent, b: ViewContent): boolean {
  const filters = (content: ViewContent) => JSON.stringify(Object.entries(content.filters).sort());
  const sort = ({ sort }: ViewContent) => (sort ? `${sort.by}:${sort.descending}` : "");
  return (
    a.text.trim() === b.text.trim() &&
    filters(a) === filters(b) &&
    sort(a) === sort(b) &&
    a.columns.map(columnText).join() === b.columns.map(columnText).join()
  );
}

/** A saved content as this program shows it: with the columns and the order that were added since. */
export function completed(content: ViewContent, plain: ViewContent): ViewContent {
  const known = new Map(plain.columns.map((column) => [column.id, column]));
  const kept = content.columns.flatMap((column) => {
    const own = known.get(column.id);
    return own ? [{ ...column, width: column.width ?? own.width }] : [];
  });
  const added = plain.columns.filter(({ id }) => !kept.some((column) => column.id === id));
  return { ...content, sort: content.sort ?? plain.sort, columns: [...kept, ...added] };
}
