"""Proposals for a new plan: its values, exclusions, responsible bodies and indicators, each with the rule that made it."""
