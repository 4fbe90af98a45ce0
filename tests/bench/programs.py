"""A program of ours that takes orders and answers them, a line of JSON each."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.run import ROOT


class Program:
    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self.module = module
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **order: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.module} has died; its error stands above.")
        return json.loads(answer)

    def close(self) -> None:
        self.process.communicate()
