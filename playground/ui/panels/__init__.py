"""One file a panel; `ui.panel.PANELS` finds them."""
