"""/tasks: requests about tasks.

Knows ids and answers; rules are the model's business.
"""

from __future__ import annotations

import re

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource


def _number(text: str) -> int:
    if not re.fullmatch(r'[+-]?[0-9]{1,30}', text):
        raise Refused('INV_INPUT_WRONG_TYPE')
    return int(text)


class TaskRequests(Resource):
    """Tasks."""

    def every(self) -> Response:
        """GET of those started in the last 24 hours."""
        return listing([tasks.view(self.array, item)
                        for item in tasks.recent(self.array)])

    def single(self, name: str) -> Response:
        """GET of one, however old."""
        item = tasks.find(self.array, _number(name))
        return answer(200, tasks.view(self.array, item))

    def change(self, name: str) -> Response:
        """PUT: cancelling is all there is."""
        self.requested(tables.TASK_ACTION)
        tasks.cancel(self.array, _number(name))
        return answer()
