// PdfPreview: the pages of a PDF, fitted to the width. New bytes are drawn beside the old pages and
// exchanged when ready, so that a preview following one's typing does not flicker.
//   <PdfPreview bytes={bytes} label={t("preview")} />
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { count as figure } from "./format";
import classes from "./PdfPreview.module.css";
import { StateView } from "./StateView";

pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;

export interface PdfPreviewProps {
  /** The document, or null while there is none yet. */
  bytes: Uint8Array | null;
  label: string;
}

async function draw(bytes: Uint8Array, width: number, alive: () => boolean): Promise<HTMLCanvasElement[]> {
  // The worker takes ownership of what it is given, and the caller still needs its bytes.
  const task = pdfjs.getDocument({ data: bytes.slice(), isEvalSupported: false });
  try {
    const pdf = await task.promise;
    const sheets: HTMLCanvasElement[] = [];
    for (let number = 1; number <= pdf.numPages && alive(); number++) {
      const page = await pdf.getPage(number);
      const scale = (width / page.getViewport({ scale: 1 }).width) * (window.devicePixelRatio || 1);
      const viewport = page.getViewport({ scale });
      const canvas = document.createElement("canvas");
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      await page.render({ canvas, viewport }).promise;
      sheets.push(canvas);
    }
    return sheets;
  } finally {
    await task.destroy();
  }
}

export function PdfPreview({ bytes, label }: PdfPreviewProps) {
  const { t } = useTranslation("shared");
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pages, setPages] = useState(0);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (bytes === null || width === 0) return;
    let current = true;
    draw(bytes, width, () => current)
      .then((sheets) => {
        if (!current) return;
        sheets.forEach((sheet, at) => {
          sheet.setAttribute("role", "img");
          sheet.setAttribute("aria-label", t("pdf.page", { page: at + 1, pages: sheets.length }));
        });
        holder.current?.replaceChildren(...sheets);
        setPages(sheets.length);
        setFailed(false);
      })
      .catch((reason) => {
        if (!current) return;
        console.error(reason);
        setFailed(true);
      });
    return () => {
      current = false;
    };
  }, [bytes, width, t]);

  return (
    <section className={classes.preview} aria-label={label}>
      {failed ? <StateView kind="error" title={t("pdf.failed")} description={t("pdf.failed_text")} /> : null}
      {pages === 0 && !failed ? <StateView kind="loading" title={t("pdf.waiting")} /> : null}
      <div ref={holder} className={classes.pages} hidden={failed} />
      {pages > 0 && bytes !== null && !failed ? (
        <div className={classes.foot}>
          {t("pdf.pages", { count: pages })} {"·"}{" "}
          {t("pdf.size", { size: figure(Math.ceil(bytes.length / 1024)) })}
        </div>
      ) : null}
    </section>
  );
}
