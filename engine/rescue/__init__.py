"""Backup and restore: everything of an installation in one file, independent of the kind of database."""

from engine.rescue.backup import back_up
from engine.rescue.manifest import Manifest
from engine.rescue.restore import check, restore

__all__ = ["Manifest", "back_up", "check", "restore"]
