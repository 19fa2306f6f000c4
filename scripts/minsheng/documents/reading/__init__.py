"""From a file as it was published to one canonical text and a map of its paragraphs and tables."""
