"""The values held against the documents: verification, completeness, new offsets."""
