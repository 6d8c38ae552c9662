// Fichas de lançamento: what each carrier's system asks for, in its order, kept by supervisors.
import { Button } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CarrierSheet } from "@/bindings";
import { useCommandQuery } from "@/ipc";
import { Card, Form, Page, PageHeader, SplitView, StateView, toast, useCommandForm } from "@/shared";
import { count } from "@/shared/format";
import { Row, Rows } from "@/shared/Rows";
import classes from "./Fulfilment.module.css";

export default function SheetsPage() {
  const { t } = useTranslation("fulfilment");
  const [chosen, setChosen] = useState<string>();
  const query = useCommandQuery("fulfilment.sheets", {});
  const sheets = query.data?.sheets;
  const current = sheets?.find((sheet) => sheet.carrier === chosen) ?? sheets?.[0];
  const list = (
    <>
      <PageHeader title={t("nav.sheets")} />
      {query.error ? (
        <StateView kind="error" error={query.error} onRetry={query.refetch} />
      ) : sheets === undefined ? (
        <StateView kind="loading" />
      ) : sheets.length === 0 ? (
        <StateView kind="empty" title={t("sheets.empty")} description={t("sheets.empty_text")} />
      ) : (
        <Rows>
          {sheets.map((sheet) => (
            <Row
              key={sheet.carrier}
              first={sheet.carrier}
              second={t("sheets.count", { count: sheet.fields.length })}
              current={sheet === current}
              onChoose={() => setChosen(sheet.carrier)}
            />
          ))}
        </Rows>
      )}
    </>
  );
  const detail = current ? (
    <Editor key={current.carrier} sheet={current} known={query.data?.fields ?? []} />
  ) : null;
  return <SplitView id="sheets" list={list} detail={detail} />;
}

function Editor({ sheet, known }: { sheet: CarrierSheet; known: string[] }) {
  const { t } = useTranslation("fulfilment");
  const form = useCommandForm("fulfilment.save_sheet", {
    initialValues: sheet,
    follow: true,
    merge: {
      fields: [
        {
          name: "fields",
          label: t("sheets.asked"),
          text: (asked: string[]) =>
            asked.map((field, index) => `${index + 1}. ${t(`fields.${field}`)}`).join("\n"),
        },
      ],
    },
    onSuccess: (saved) => toast(t("sheets.saved", { carrier: saved.carrier })),
  });
  const { fields } = form.values;
  const set = (next: string[]) => form.set("fields", next);
  const move = (index: number, step: number) => {
    const next = [...fields];
    const [field] = next.splice(index, 1);
    if (field === undefined || index + step < 0 || index + step > next.length) return;
    next.splice(index + step, 0, field);
    set(next);
  };
  const keys = (event: KeyboardEvent, index: number) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    move(index, step);
  };
  const missing = known.filter((field) => !fields.includes(field));
  return (
    <Page header={<PageHeader title={sheet.carrier} hint={t("sheets.hint")} />}>
      <Form form={form}>
        <div className={classes.sheets}>
          <Card title={t("sheets.asked")}>
            <ol className={classes.order}>
              {fields.map((field, index) => (
                <li key={field} onKeyDown={(event) => keys(event, index)}>
                  <span className={classes.dim}>{count(index + 1)}</span>
                  <span>{t(`fields.${field}`)}</span>
                  <Button
                    size="xs"
                    aria-label={t("sheets.up", { field: t(`fields.${field}`) })}
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  >
                    {"↑"}
                  </Button>
                  <Button
                    size="xs"
                    aria-label={t("sheets.down", { field: t(`fields.${field}`) })}
                    disabled={index === fields.length - 1}
                    onClick={() => move(index, 1)}
                  >
                    {"↓"}
                  </Button>
                  <Button
                    size="xs"
                    aria-label={t("sheets.leave_out", { field: t(`fields.${field}`) })}
                    onClick={() => set(fields.filter((other) => other !== field))}
                  >
                    {t("sheets.remove")}
                  </Button>
                </li>
              ))}
            </ol>
          </Card>
          <Card title={t("sheets.left_out")}>
            {missing.length === 0 ? <p className={classes.dim}>{t("sheets.all_asked")}</p> : null}
            <div className={classes.pieces}>
              {missing.map((field) => (
                <Button key={field} size="xs" onClick={() => set([...fields, field])}>
                  {t("sheets.add", { field: t(`fields.${field}`) })}
                </Button>
              ))}
            </div>
          </Card>
        </div>
      </Form>
    </Page>
  );
}
