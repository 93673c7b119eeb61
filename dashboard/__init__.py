"""How it is seen: the Dash application. It knows the warehouse's readers and never the pipelines."""
