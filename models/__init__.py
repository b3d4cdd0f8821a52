"""Data that flows between the stages, and the tables that keep it."""
