"""The look: base page, components, chart drawing, CSS and a little JavaScript. Knows no person and no rule."""
