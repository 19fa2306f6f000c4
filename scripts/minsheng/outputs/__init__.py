"""What the warehouse is written as for those who do not query it."""
