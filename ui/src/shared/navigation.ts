// The rail's entries as the person may see them, for screens that show the way. The shell provides
// them, so that this folder knows no feature.
import { createContext, useContext } from "react";
import type { NavEntry, NavGroup } from "./feature";

export interface NavSection {
  group: NavGroup;
  entries: NavEntry[];
}

export const NavigationContext = createContext<NavSection[]>([]);

/** The groups with at least one entry, in the rail's order. */
export function useNavigation(): NavSection[] {
  return useContext(NavigationContext);
}
