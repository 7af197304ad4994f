"""Runs the steps on the connection that it is given, inside that connection's transaction."""

from alembic import context

from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,  # on SQLite too, since our transactions begin explicitly
)
with context.begin_transaction():
    context.run_migrations()
