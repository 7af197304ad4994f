"""How processes run: instances, the work of people, published packages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    _instances()
    _subscriptions()
    _work_items()
    _work_item_groups()
    _case_people()
    _packages()
    _package_files()
    _definitions()


def _instances() -> None:
    op.create_table(
        "instances",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("definition_version", sa.Integer, nullable=False),
        sa.Column("package", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("next_timer_at", MOMENT),
        sa.Column("next_due_at", MOMENT),
        sa.Column("reference", sa.Text),
        sa.Column("chain_length", sa.Integer, nullable=False),
        sa.Column("chain_head", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_instances"),
        sa.CheckConstraint("chain_length >= 0", name=op.f("ck_instances_chain_length")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_instances_version")),
    )
    op.create_index(
        "ix_instances_key_definition_version",
        "instances",
        ["key", "definition_version"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_instances_next_due_at_id",
        "instances",
        ["next_due_at", "id"],
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_index("ix_instances_reference", "instances", ["reference"])
    op.create_index("ix_instances_started_at_id", "instances", ["started_at", "id"])
    op.create_index("ix_instances_status_started_at_id", "instances", ["status", "started_at", "id"])


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("element", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "position", name="pk_subscriptions"),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instances.id"],
            name="fk_subscriptions_instance_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_subscriptions_kind_name_key_position", "subscriptions", ["kind", "name", "key", "position"]
    )
    op.create_index("ix_subscriptions_position", "subscriptions", ["position"])


def _work_items() -> None:
    op.create_table(
        "work_items",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("task", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("element", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("form", sa.Text),
        sa.Column("reference", sa.Text),
        sa.Column("groups", sa.Text, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("assignee", sa.Text),
        sa.Column("due_at", MOMENT),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("milestone", sa.Text),
        sa.Column("barred", sa.Text, nullable=False),
        sa.Column("draft", sa.Text),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("due_order", MOMENT, nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "task", name="pk_work_items"),
        sa.CheckConstraint("state in ('open', 'done', 'cancelled')", name=op.f("ck_work_items_state")),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instances.id"],
            name="fk_work_items_instance_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_work_items_list",
        "work_items",
        ["state", "due_order", "urgency", "opened_at", "instance_id", "task"],
    )
    op.create_index(
        "ix_work_items_own",
        "work_items",
        ["assignee", "state", "due_order", "urgency", "opened_at", "instance_id", "task"],
    )
    op.create_index("ix_work_items_reference_state", "work_items", ["reference", "state"])
    op.create_index(
        "ix_work_items_part",
        "work_items",
        ["instance_id", "element", "closed_by"],
        sqlite_where=sa.text("closed_by IS NOT NULL"),
        postgresql_where=sa.text("closed_by IS NOT NULL"),
    )


def _work_item_groups() -> None:
    op.create_table(
        "work_item_groups",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("task", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("group_name", sa.Text, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("claimed", sa.Boolean, nullable=False),
        sa.Column("due_order", MOMENT, nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("barred", sa.Text),
        sa.PrimaryKeyConstraint("instance_id", "task", "group_name", name="pk_work_item_groups"),
        sa.ForeignKeyConstraint(
            ["instance_id", "task"],
            ["work_items.instance_id", "work_items.task"],
            name="fk_work_item_groups_instance_id_task",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_work_item_groups_list",
        "work_item_groups",
        ["group_name", "claimed", "due_order", "urgency", "opened_at", "instance_id", "task", "barred"],
    )
    op.create_index(
        "ix_work_item_groups_reference_group_name", "work_item_groups", ["reference", "group_name"]
    )


def _case_people() -> None:
    op.create_table(
        "case_people",
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("login", "reference", name="pk_case_people"),
    )


def _packages() -> None:
    op.create_table(
        "packages",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_packages"),
    )


def _package_files() -> None:
    op.create_table(
        "package_files",
        sa.Column("package", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("package", "name", name="pk_package_files"),
        sa.ForeignKeyConstraint(
            ["package"],
            ["packages.sha256"],
            name="fk_package_files_package",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _definitions() -> None:
    op.create_table(
        "definitions",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name="pk_definitions"),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["packages.sha256"],
            name="fk_definitions_sha256",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.UniqueConstraint("key", "sha256", name="uq_definitions_key_sha256"),
    )
