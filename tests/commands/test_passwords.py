"""What a password's hash costs somebody who has stolen it."""

import subprocess
import sys

from argon2 import extract_parameters
from argon2.low_level import Type


def test_it_costs_at_least_what_is_recommended() -> None:
    """Asked of a process of its own, as the tests' processes hash cheaply.

    Source: RFC 9106, 4, the second recommended option: t=3, p=4, m=64 MiB.
    """
    program = "from engine.secrets import hash_password; print(hash_password('correct horse'))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    cost = extract_parameters(said.stdout.strip())
    assert cost.type is Type.ID
    assert (cost.time_cost, cost.parallelism) >= (3, 4)
    assert cost.memory_cost >= 64 * 1024
