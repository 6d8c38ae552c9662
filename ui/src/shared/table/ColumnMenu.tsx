import { ActionIcon, Button, Checkbox, Group, Popover, Stack } from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconChevronDown,
  IconChevronsLeft,
  IconChevronsRight,
  IconChevronUp,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import { type ColumnLayout, NARROWEST, WIDEST, WIDTH_STEP } from "./useColumns";

/** Chooses and orders columns, and sets how wide they are, without a mouse. */
export function ColumnMenu<T>({ layout }: { layout: ColumnLayout<T> }) {
  const { t } = useTranslation("shared");
  const shown = layout.all.filter((entry) => entry.shown).length;
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          className={classes.menu}
          aria-label={t("table.columns")}
          title={t("table.columns")}
          size={24}
        >
          <IconAdjustmentsHorizontal size={15} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Stack gap={2} mah={360} style={{ overflowY: "auto" }}>
          {layout.all.map(({ column, shown: visible, width }, at) => {
            const above = layout.all[at - 1]?.column.id;
            const below = layout.all[at + 1]?.column.id;
            return (
              <Group key={column.id} gap={4} wrap="nowrap" justify="space-between">
                <Checkbox
                  label={column.header}
                  checked={visible}
                  disabled={visible && shown === 1}
                  onChange={() => layout.toggle(column.id)}
                  miw={160}
                />
                <ActionIcon.Group>
                  <ActionIcon
                    size={22}
                    aria-label={t("table.narrower", { column: column.header })}
                    disabled={!visible || width <= NARROWEST}
                    onClick={() => layout.setWidth(column.id, width - WIDTH_STEP)}
                  >
                    <IconChevronsLeft size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={22}
                    aria-label={t("table.wider", { column: column.header })}
                    disabled={!visible || width >= WIDEST}
                    onClick={() => layout.setWidth(column.id, width + WIDTH_STEP)}
                  >
                    <IconChevronsRight size={14} />
                  </ActionIcon>
                </ActionIcon.Group>
                <ActionIcon.Group>
                  <ActionIcon
                    size={22}
                    aria-label={t("table.move_before", { column: column.header })}
                    disabled={above === undefined}
                    onClick={() => above && layout.move(column.id, above)}
                  >
                    <IconChevronUp size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={22}
                    aria-label={t("table.move_after", { column: column.header })}
                    disabled={below === undefined}
                    onClick={() => below && layout.move(column.id, below)}
                  >
                    <IconChevronDown size={14} />
                  </ActionIcon>
                </ActionIcon.Group>
              </Group>
            );
          })}
          <Button size="xs" variant="subtle" onClick={layout.reset}>
            {t("table.reset_columns")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
