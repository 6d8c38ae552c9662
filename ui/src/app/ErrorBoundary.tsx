import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StateView } from "@/shared/StateView";

/** What is shown where a screen broke: the rest of the window goes on. */
export function ScreenError({ reset }: { error?: unknown; reset?: () => void }) {
  const { t } = useTranslation("app");
  return <StateView kind="error" title={t("broken.title")} description={t("broken.text")} onRetry={reset} />;
}

interface State {
  broken: boolean;
}

/** Catches what a screen throws while drawing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    if (this.state.broken) return <ScreenError reset={() => this.setState({ broken: false })} />;
    return this.props.children;
  }
}
