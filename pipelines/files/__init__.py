"""Readers of what an athlete already owns: Strava exports, FIT, GPX, TCX and training logs."""
