// Mantine carries the look: sizes, colours and defaults are set here once, so that a screen uses
// plain components and needs no local fixes.
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e3f2f0",
  "#c7e5e1",
  "#9fd3cc",
  "#6fbfb5",
  "#3fb8a9",
  "#23968a",
  "#0f766e",
  "#0f766e",
  "#0b5f58",
  "#084842",
];

// Mantine's greys in our warm ones, so that what it draws by itself belongs to the page.
const gray: MantineColorsTuple = [
  "#fbfbfa",
  "#f4f4f2",
  "#e6e6e2",
  "#deded9",
  "#d4d4cf",
  "#92928b",
  "#6a6a64",
  "#5f5f59",
  "#3a3a37",
  "#1d1d1b",
];
const dark: MantineColorsTuple = [
  "#ececea",
  "#a6a6a0",
  "#989892",
  "#7d7d77",
  "#40403d",
  "#2a2a28",
  "#232322",
  "#161615",
  "#121211",
  "#0e0e0d",
];

const named = new Set(["red", "amber", "blue", "violet", "green"]);

/** The token a Mantine colour name stands for; anything unknown is the accent. */
function token(color: string | undefined): string {
  if (color === "gray") return "dim";
  return color !== undefined && named.has(color) ? color : "accent";
}

const variantColorResolver: VariantColorsResolver = ({ variant, color }) => {
  const name = token(color);
  const solid = `var(--rg-${name})`;
  const soft = name === "dim" ? "var(--rg-sunk)" : `var(--rg-${name}-soft)`;
  switch (variant) {
    case "filled": {
      const hover = name === "accent" ? "var(--rg-accent-hover)" : solid;
      const text = name === "accent" ? "var(--rg-on-accent)" : "var(--rg-on-red)";
      return { background: solid, hover, color: text, border: `1px solid ${solid}` };
    }
    case "light":
      return { background: soft, hover: soft, color: solid, border: "1px solid transparent" };
    case "outline":
      return { background: "transparent", hover: soft, color: solid, border: `1px solid ${solid}` };
    case "subtle":
      return {
        background: "transparent",
        hover: "var(--rg-hover)",
        color: solid,
        border: "1px solid transparent",
      };
    case "transparent":
      return {
        background: "transparent",
        hover: "transparent",
        color: solid,
        border: "1px solid transparent",
      };
    default:
      return {
        background: "var(--rg-panel)",
        hover: "var(--rg-hover)",
        color: color === "red" ? solid : "var(--rg-text)",
        border: "1px solid var(--rg-line2)",
      };
  }
};

const control = {
  "--input-height": "32px",
  "--input-size": "32px",
  "--input-fz": "13px",
};

export const theme = createTheme({
  primaryColor: "petrol",
  colors: { petrol, gray, dark },
  black: "#1d1d1b",
  fontFamily: '"Inter Variable", Inter, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "13px", lg: "15px", xl: "20px" },
  lineHeights: { xs: "1.4", sm: "1.5385", md: "1.5385", lg: "1.5", xl: "1.4" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "7px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  variantColorResolver,
  shadows: {
    xs: "var(--rg-shadow)",
    sm: "var(--rg-shadow)",
    md: "var(--rg-shadow-float)",
    lg: "var(--rg-shadow-float)",
    xl: "var(--rg-shadow-float)",
  },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "15px", lineHeight: "24px", fontWeight: "600" },
      h3: { fontSize: "13px", lineHeight: "20px", fontWeight: "600" },
      h4: { fontSize: "12px", lineHeight: "16px", fontWeight: "600" },
    },
  },
  components: {
    Button: {
      defaultProps: { size: "sm", variant: "default" },
      vars: (_: unknown, props: { size?: string }) => ({
        root:
          props.size === "xs"
            ? { "--button-height": "28px", "--button-padding-x": "8px", "--button-fz": "12px" }
            : { "--button-height": "32px", "--button-padding-x": "12px", "--button-fz": "13px" },
      }),
      styles: { root: { fontWeight: 550 } },
    },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 28 } },
    Input: { vars: () => ({ wrapper: control }) },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] },
      styles: {
        label: { fontSize: 12, fontWeight: 500, color: "var(--rg-dim)", marginBottom: 4 },
        description: { fontSize: 12, color: "var(--rg-dim)", marginTop: 4 },
        error: { fontSize: 12, color: "var(--rg-red)", marginTop: 4 },
      },
    },
    TextInput: { defaultProps: { autoComplete: "off", spellCheck: false } },
    Textarea: { defaultProps: { autosize: true, minRows: 2, maxRows: 12 } },
    Select: {
      defaultProps: { allowDeselect: false, checkIconPosition: "right", comboboxProps: { shadow: "md" } },
    },
    MultiSelect: { defaultProps: { checkIconPosition: "right", comboboxProps: { shadow: "md" } } },
    Table: {
      defaultProps: { verticalSpacing: 5, horizontalSpacing: 10, highlightOnHover: true },
      styles: { th: { fontSize: 12, fontWeight: 500, color: "var(--rg-dim)" } },
    },
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.25 }, padding: 16, radius: "lg" },
      styles: { title: { fontSize: 15, fontWeight: 600 } },
    },
    Drawer: {
      defaultProps: { position: "right", size: 480, padding: 16, overlayProps: { backgroundOpacity: 0.2 } },
      styles: { title: { fontSize: 15, fontWeight: 600 } },
    },
    Badge: { defaultProps: { variant: "light", radius: "xs", size: "sm", tt: "none", fw: 550, fz: 11 } },
    Menu: {
      // The placeholder that takes the first focus is no menu item, which assistive technology stumbles over.
      defaultProps: {
        shadow: "md",
        position: "bottom-end",
        withinPortal: true,
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { shadow: "md" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 12, px: 8, py: 4 } },
    Checkbox: { defaultProps: { size: "xs", radius: "xs", iconColor: "var(--rg-on-accent)" } },
    Radio: { defaultProps: { size: "xs", iconColor: "var(--rg-on-accent)" } },
    Switch: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tabs: { defaultProps: { variant: "default" } },
    Paper: { defaultProps: { withBorder: true, radius: "lg" } },
    Anchor: { defaultProps: { underline: "always", c: "inherit" } },
    Notification: { defaultProps: { radius: "lg", withBorder: true } },
    Loader: { defaultProps: { size: "sm", type: "dots" } },
  },
});

/** Mantine's own variables, bound to the tokens. They change with the theme by themselves, but
 * Mantine sets its own per theme, so both must be overruled. */
const bound = {
  "--mantine-color-body": "var(--rg-panel)",
  "--mantine-color-text": "var(--rg-text)",
  "--mantine-color-dimmed": "var(--rg-dim)",
  "--mantine-color-placeholder": "var(--rg-faint)",
  "--mantine-color-default": "var(--rg-panel)",
  "--mantine-color-default-hover": "var(--rg-hover)",
  "--mantine-color-default-color": "var(--rg-text)",
  "--mantine-color-default-border": "var(--rg-line2)",
  "--mantine-color-error": "var(--rg-red)",
  "--mantine-color-anchor": "var(--rg-accent)",
  "--mantine-color-disabled": "var(--rg-sunk)",
  "--mantine-color-disabled-color": "var(--rg-dim)",
  "--mantine-color-disabled-border": "var(--rg-line)",
  "--mantine-primary-color-filled": "var(--rg-accent)",
  "--mantine-primary-color-filled-hover": "var(--rg-accent-hover)",
  "--mantine-primary-color-light": "var(--rg-accent-soft)",
  "--mantine-primary-color-light-hover": "var(--rg-accent-soft)",
  "--mantine-primary-color-light-color": "var(--rg-accent)",
  "--mantine-primary-color-contrast": "var(--rg-on-accent)",
  "--mantine-color-petrol-filled": "var(--rg-accent)",
  "--mantine-color-petrol-filled-hover": "var(--rg-accent-hover)",
  "--mantine-color-petrol-light": "var(--rg-accent-soft)",
  "--mantine-color-petrol-light-color": "var(--rg-accent)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: bound,
  dark: bound,
});
