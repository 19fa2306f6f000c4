"""The warehouse as SDMX."""
