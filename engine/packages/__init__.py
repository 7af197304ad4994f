"""Process packages: a folder or an upload with `package.toml` and the files that it names.

`read_package` and `package_from_files` answer a whole package; `single` wraps a lone diagram with what it
needs of its folder. Each raises DiagramError with findings that say what is missing or wrong.
"""

from engine.packages.paths import check_path
from engine.packages.read import package_from_files, read_package
from engine.packages.single import single
from engine.packages.upload import files_from_zip

__all__ = ["check_path", "files_from_zip", "package_from_files", "read_package", "single"]
