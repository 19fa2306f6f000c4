"""The values compared with the documents: verification, completeness, new offsets."""
