"""Runs the steps on the connection that `qol.storage.migrating` hands over."""

from alembic import context

from qol.storage.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
