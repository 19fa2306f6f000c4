"""The atlas: a static site of charts and tables."""
