// The first step: pick, drop or name a file.
import { Alert, Button, TextInput } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Imports.module.css";
import { useRefusalTexts } from "./Outcome";
import type { Import } from "./useImport";

export function ChooseFile({ work, over }: { work: Import; over: boolean }) {
  const { t } = useTranslation("imports");
  const [path, setPath] = useState("");
  const refused = useRefusalTexts(work.refusal);
  return (
    <section className={classes.choose} data-over={over || undefined} aria-label={t("choose.title")}>
      <IconFileSpreadsheet size={32} stroke={1.25} aria-hidden className={classes.icon} />
      <h2 className={classes.heading}>{over ? t("choose.let_go") : t(`choose.drop_${work.target}`)}</h2>
      <p className={classes.text}>{t("choose.text")}</p>
      <form
        className={classes.path}
        onSubmit={(event) => {
          event.preventDefault();
          work.look(path);
        }}
      >
        <TextInput
          label={t("choose.path")}
          placeholder={t("choose.path_example")}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
          data-autofocus
          autoFocus
        />
        <Button type="submit" loading={work.looking} disabled={!path.trim()}>
          {t("choose.look")}
        </Button>
      </form>
      {refused.map((sentence) => (
        <Alert key={sentence} color="red" role="alert" className={classes.refused}>
          {sentence}
        </Alert>
      ))}
      <p className={classes.text}>{t("choose.twice")}</p>
    </section>
  );
}
