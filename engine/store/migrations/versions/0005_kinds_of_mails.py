"""What kind of mail each is: all that those see of it who keep things running."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("kind", sa.Text, nullable=False, server_default=""))
