"""A mount namespace of one's own, for tests that need a small disk. An ordinary user needs a user namespace for it."""

import os

OWN_MOUNTS = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
