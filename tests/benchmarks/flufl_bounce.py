"""What flufl.bounce, the reader inside Mailman, says of mails, in the lines of `modori classify --json`.

For a comparison by the same scorer on the same mails. It knows neither reasons nor kinds: who fails for good may be
unsubscribed, everybody else is tried again. In an environment of its own (it is no part of Modori):

    pip install flufl.bounce
    score.py CORPUS… --command "python tests/benchmarks/flufl_bounce.py"
"""

from __future__ import annotations

import json
import sys
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import all_failures


def line(path: Path) -> str:
    """One mail's line of JSON."""
    passing, lasting = all_failures(message_from_bytes(path.read_bytes()))
    named = dict.fromkeys(lasting, "unsubscribe") | dict.fromkeys(passing, "retry")
    recipients = [
        {
            "address": address.decode("ascii", "replace"),
            "reason": None,
            "action": action,
            "permanent": action != "retry",
        }
        for address, action in named.items()
    ]
    return json.dumps({"source": str(path), "kind": "bounce" if named else "other", "recipients": recipients})


if __name__ == "__main__":
    for found in sorted(path for path in Path(sys.argv[-1]).rglob("*") if path.is_file()):
        print(line(found))  # noqa: T201 - a script
