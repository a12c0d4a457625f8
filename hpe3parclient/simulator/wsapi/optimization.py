"""/aoconfigurations: Adaptive Optimization, which can only be read here.

Knows paths and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import optimization
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource


class OptimizationRequests(Resource):
    """AO configurations."""

    def routes(self) -> None:
        """Collection and single configuration."""
        if self.personality.has(Capability.DETAILS):
            super().routes()

    def every(self) -> Response:
        """GET of the collection."""
        return listing([optimization.view(self.array, item, self.base_url())
                        for item in self.array.optimization],
                       [{'href': f'{self.base_url()}/{self.path}',
                         'rel': 'self'}])

    def single(self, name: str) -> Response:
        """GET of one."""
        item = optimization.find(self.array, self.name(name))
        return answer(200, optimization.view(
            self.array, item, self.base_url()))
