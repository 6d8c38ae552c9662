// The parts screens are made of. Each file's head says how to use it.
export { Card, type CardProps } from "./Card";
export { useErrorText } from "./errors";
export { ActiveFilter, type ChipOption, FilterChips, type FilterChipsProps } from "./FilterChips";
export {
  type FeatureAction,
  type FeatureModule,
  type FeatureRoute,
  type FichaAction,
  type FichaPanel,
  type NavEntry,
  navCount,
  type SearchHit,
  type SearchProvider,
} from "./feature";
export * from "./form";
export { Kbd, keysText } from "./Kbd";
export { RouterLink, useGo, useRouteParam, useRouteQuery } from "./nav";
export { Page, PageHeader, PrimaryAction } from "./Page";
export { SplitView } from "./SplitView";
export { StateView, type StateViewProps } from "./StateView";
export { useAppStatus, useSession } from "./session";
export { type Shortcut, useShortcuts } from "./shortcuts";
export { recall, remember } from "./storage";
export { Tag, type TagKind } from "./Tag";
export * from "./table";
export { errorToast, toast, undoToast } from "./toast";
export { type Draft, useDraft } from "./useDraft";
