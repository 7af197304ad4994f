"""How many jobs in a row have led to one: processes that answer each other for ever come to a halt."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("hops", sa.Integer, nullable=False, server_default="1"))
