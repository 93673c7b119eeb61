"""Components: pure functions from data to Dash components."""
