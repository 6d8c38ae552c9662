// Before signing in to a demo base: that everything in it is made up, who works there, and how to begin anew.
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommandQuery } from "@/ipc";
import classes from "./Demo.module.css";
import { Making } from "./Making";

const LOOK_AGAIN_MS = 300;

interface DemoNoteProps {
  /** Fills a person's name and password into the form. */
  onChoose: (username: string, password: string) => void;
}

export function DemoNote({ onChoose }: DemoNoteProps) {
  const { t } = useTranslation("demo");
  const [making, setMaking] = useState(false);
  const demo = useCommandQuery("demo.status", {}, { refetchInterval: making ? LOOK_AGAIN_MS : undefined });
  const made = demo.data;
  const running = made?.state === "running";
  useEffect(() => setMaking(running), [running]);
  if (made && running) return <Making done={made.done} total={made.total ?? 0} />;
  if (made?.state !== "done") return null;
  return (
    <section className={classes.offer} aria-label={t("note.title")}>
      <strong>{t("note.title")}</strong>
      <p className={classes.text}>{t("note.text", { password: made.password })}</p>
      <ul className={classes.people}>
        {made.people.map((person) => (
          <li key={person.username}>
            <Button size="xs" variant="subtle" onClick={() => onChoose(person.username, made.password)}>
              {person.username}
            </Button>
            <span className={classes.dim}>{t(`roles.${person.role}`)}</span>
          </li>
        ))}
      </ul>
      <p className={classes.dim}>{t("note.anew")}</p>
    </section>
  );
}
