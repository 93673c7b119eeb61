"""Pages: one module each, with a layout function and `register(app, pages)`."""
