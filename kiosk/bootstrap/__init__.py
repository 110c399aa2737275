"""The only place where parts are put together, one module per command that needs several."""
