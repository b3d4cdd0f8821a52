"""How the database came to be: one Alembic migration for each change of the tables."""
