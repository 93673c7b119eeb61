"""Figures: pure functions from data to plotly figures. Colours come from the template of the scheme, never from the figure."""
