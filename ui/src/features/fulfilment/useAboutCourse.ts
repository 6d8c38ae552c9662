// A sale on its course, as the forms speak about it: what of it another may have changed meanwhile (SYS-2).
import { useTranslation } from "react-i18next";
import type { Course, CourseDetail, CourseStage, InstallationPeriod } from "@/bindings";
import type { RecordAbout } from "@/shared/form";
import { date } from "@/shared/format";

export function useAboutCourse({ course }: CourseDetail): RecordAbout<Course> {
  const { t } = useTranslation("fulfilment");
  return {
    seen: course,
    read: (current: CourseDetail) => current.course,
    fields: [
      { name: "stage", label: t("stages.label"), text: (stage: CourseStage) => t(`stages.${stage}`) },
      { name: "promised_on", label: t("entry.promised"), text: date },
      { name: "visit_on", label: t("visit.day"), text: date },
      {
        name: "visit_period",
        label: t("visit.period"),
        text: (period: InstallationPeriod | null) => (period ? t(`periods.${period}`) : ""),
      },
      { name: "team_name", label: t("visit.team") },
    ],
  };
}
