"""What the runtime consists of, as CycloneDX, and under which licences."""
