"""Reports: what leaves the dashboard to be printed, cited and counted again."""
