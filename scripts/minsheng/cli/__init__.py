"""The `minsheng` command: one module per group of commands; `app` registers them."""
