"""CPGs: what goes beyond one request and its answer."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from tests.support import scripted


def test_asking_for_space_is_repeated_after_a_fault(server, sent):
    server.say(scripted.login(), scripted.CUT, scripted.reply(200, {'rawFreeMiB': 1}))
    with HPE3ParClient(server.url, timeout=60, retry=RetryPolicy(
            attempts=2, first_wait=0)) as client:
        client.login('user', 'password')
        assert client.getCPGAvailableSpace('c') == {'rawFreeMiB': 1}
    assert sent() == [('POST /spacereporter', {'cpg': 'c'})] * 2


def test_cpg_in_use_is_a_conflict(client, server):
    server.say(scripted.error(409, 34))
    with pytest.raises(exceptions.HTTPConflict) as caught:
        client.deleteCPG('c')
    assert caught.value.symbol == 'IN_USE'
