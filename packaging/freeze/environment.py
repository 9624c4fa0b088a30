"""Gives programs that the frozen Modori starts (a password command, the file manager) the user's own environment.

PyInstaller's loader points the dynamic linker at Modori's libraries. This process has read that already; another
program would load them instead of its own and fail.
"""

import os

for _name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    _own = os.environ.pop(f"{_name}_ORIG", None)
    if _own is not None:
        os.environ[_name] = _own
    else:
        os.environ.pop(_name, None)
