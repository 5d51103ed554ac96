"""Everything of the plugin that is not a widget."""
