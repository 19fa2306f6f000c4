"""Proposals for a new plan: values, exclusions, responsible bodies and indicators, each with the rule that made it."""
