"""Tools that are made for requests, used as their documentation says.

The examples of docs/how-to/tools.rst run here, word for word.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from tests.support import scripted

PAGE = Path(__file__).parents[2] / 'docs' / 'how-to' / 'tools.rst'
URL = 'https://array.example:8080/api/v1'
KEY = scripted.KEY
ONCE = RetryPolicy(attempts=1)
#: in two parts: reports of errors show lines of source, too
CHAP = '-'.join(['the', 'chap', 'secret', '0'])


def example(section: str, number: int = 0) -> str:
    """An indented block of code of the page, by the title of its section."""
    text = PAGE.read_text('utf-8').split(f'\n{section}\n---', 1)[1]
    text = re.split(r'\n[^\n]+\n-{3,}\n', text)[0]
    blocks = re.findall(r'::\n\n((?:    [^\n]*\n|\n)+)', text)
    return '\n'.join(line[4:] for line in blocks[number].split('\n'))


def run(section: str, number: int = 0, **names: Any) -> dict[str, Any]:
    source = example(section, number)
    exec(compile(source, section, 'exec'), names)   # noqa: S102 the page's
    return names


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray(ssh_port=None, volumes=2) as running:
        yield running


def settings(array: SimulatedArray) -> dict[str, Any]:
    return {'url': array.api_url, 'ca_file': array.ca_bundle,
            'user': array.user, 'password': array.password}


# -- mocks --------------------------------------------------------------------


def test_responses_as_on_the_page() -> None:
    importlib.import_module('responses')
    run('responses')


def test_responses_sees_what_is_sent_and_errors_come_through() -> None:
    responses = importlib.import_module('responses')
    with responses.RequestsMock() as mock:
        mock.post(URL + '/volumes', json={'code': 22, 'desc': 'exists'},
                  status=409)
        mock.get(URL + '/volumes', body=requests.ConnectionError('gone'))
        client = HPE3ParClient(URL, secure=True, retry=ONCE)
        client.http.session_key = KEY
        with pytest.raises(exceptions.HTTPConflict) as caught:
            client.http.post('/volumes', body={'name': 'v'})
        assert caught.value.code == 22
        with pytest.raises(exceptions.ConnectionError, match='gone'):
            client.getVolumes()
        assert json.loads(mock.calls[0].request.body) == {'name': 'v'}
        assert mock.calls[0].request.headers[
            'X-Hp3Par-Wsapi-Sessionkey'] == KEY
        client.http.session_key = None


def test_responses_streams_a_list() -> None:
    responses = importlib.import_module('responses')
    with responses.RequestsMock() as mock:
        mock.get(URL + '/volumes', json={'total': 1, 'members': [{'a': 1}]})
        client = HPE3ParClient(URL, secure=True, retry=ONCE)
        client.http.session_key = KEY
        assert list(client.iterVolumes()) == [{'a': 1}]
        client.http.session_key = None


def test_requests_mock_as_on_the_page() -> None:
    importlib.import_module('requests_mock')
    run('requests-mock')


def test_requests_mock_mounts_its_adapter() -> None:
    requests_mock = importlib.import_module('requests_mock')
    adapter = requests_mock.Adapter()
    adapter.register_uri('GET', URL + '/volumes', json={'members': []})
    client = HPE3ParClient(URL, secure=True, retry=ONCE)
    client.http.session.mount('https://', adapter)
    client.http.session_key = KEY
    assert client.getVolumes() == {'members': []}
    assert list(client.iterVolumes()) == []
    assert adapter.call_count == 2
    client.http.session_key = None


# -- recorders ----------------------------------------------------------------


@pytest.mark.parametrize('tls', [True, False])
def test_vcrpy_as_on_the_page(tls: bool, tmp_path: Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:
    importlib.import_module('vcr')
    monkeypatch.chdir(tmp_path)
    with SimulatedArray(ssh_port=None, volumes=2, tls=tls) as array:
        given = settings(array)
        given['ca_file'] = given['ca_file'] if tls else False
        first = run('vcrpy', **given)['volumes']
        keys = [session.label for session in array.state.sessions]
        sent = len(array.requests)
        assert run('vcrpy', **given)['volumes'] == first
        assert len(first) == len(list(array.state.volumes))
        assert len(array.requests) == sent, 'replayed, not sent'
        assert keys == []
    cassette = (tmp_path / 'cassette.yaml').read_text()
    assert array.password not in cassette
    assert not re.search(r'\d-[0-9a-f]{32}-[0-9a-f]{8}', cassette)


def test_betamax_as_on_the_page(array: SimulatedArray,
                                tmp_path: Path) -> None:
    importlib.import_module('betamax')
    given = dict(settings(array), folder=str(tmp_path))
    first = run('betamax', **given)['volumes']
    sent = len(array.requests)
    assert run('betamax', **given)['volumes'] == first
    assert len(array.requests) == sent, 'replayed, not sent'


# -- traces and metrics -------------------------------------------------------


@pytest.fixture
def spans() -> Any:
    importlib.import_module('opentelemetry.sdk')
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
        InMemorySpanExporter,
    )
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return exporter, provider


def _work(array: SimulatedArray) -> None:
    with HPE3ParClient(array.api_url, secure=array.ca_bundle) as client:
        client.login(array.user, array.password)
        with pytest.raises(exceptions.HTTPNotFound):
            client.getVolume('nothing')


def _attributes(exporter: Any) -> list[dict[str, Any]]:
    return [dict(span.attributes) for span in exporter.get_finished_spans()]


@pytest.mark.parametrize('package, name', [
    ('requests', 'RequestsInstrumentor'), ('urllib3', 'URLLib3Instrumentor')])
def test_opentelemetry_sees_every_request(
        array: SimulatedArray, spans: Any, package: str, name: str) -> None:
    module = importlib.import_module('opentelemetry.instrumentation.' + package)
    exporter, provider = spans
    instrumentor = getattr(module, name)()
    hook = None
    if package == 'requests':
        from hpe3parclient.web import redact

        def hook(span: Any, request: Any) -> None:
            span.set_attribute('http.url', redact.url(request.url))
    instrumentor.instrument(tracer_provider=provider, request_hook=hook)
    try:
        _work(array)
    finally:
        instrumentor.uninstrument()
    seen = _attributes(exporter)
    assert [item['http.method'] for item in seen] == ['POST', 'GET', 'DELETE']
    assert [item['http.status_code'] for item in seen] == [201, 404, 200]
    assert seen[1]['http.url'] == array.api_url + '/volumes/nothing'
    assert not re.search(r'\d-[0-9a-f]{32}-[0-9a-f]{8}', repr(seen))


def test_opentelemetry_of_the_page_hides_the_key() -> None:
    importlib.import_module('opentelemetry.instrumentation.requests')
    from opentelemetry.instrumentation.requests import RequestsInstrumentor
    names = run('OpenTelemetry')
    RequestsInstrumentor().uninstrument()
    attributes: dict[str, str] = {}

    class Span:
        set_attribute = staticmethod(attributes.__setitem__)

    class Request:
        url = URL + '/credentials/' + KEY
    names['hide_key'](Span, Request)
    assert KEY not in repr(attributes)
    assert attributes['http.url'].startswith(URL + '/credentials/key-')


def test_opentelemetry_metric_as_on_the_page(array: SimulatedArray) -> None:
    importlib.import_module('opentelemetry.sdk')
    from opentelemetry import metrics
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    reader = InMemoryMetricReader()
    metrics.set_meter_provider(MeterProvider([reader]))
    client = run('OpenTelemetry', 1, **settings(array),
                 HPE3ParClient=HPE3ParClient)['client']
    client.login(array.user, array.password)
    client.logout()
    client.http.close()
    (resource,) = reader.get_metrics_data().resource_metrics
    points = resource.scope_metrics[0].metrics[0].data.data_points
    assert sorted(point.attributes['method'] for point in points) == [
        'DELETE', 'POST']


def test_prometheus_as_on_the_page(array: SimulatedArray) -> None:
    prometheus = importlib.import_module('prometheus_client')
    client = run('Prometheus', **settings(array),
                 HPE3ParClient=HPE3ParClient)['client']
    client.login(array.user, array.password)
    client.logout()
    client.http.close()
    shown = prometheus.generate_latest().decode()
    assert 'wsapi_seconds_count{method="POST",status="201"} 1.0' in shown
    assert 'wsapi_seconds_count{method="DELETE",status="200"} 1.0' in shown


# -- error reports and logs ---------------------------------------------------


def test_sentry_reports_no_secret() -> None:
    sentry_sdk = importlib.import_module('sentry_sdk')
    from sentry_sdk.transport import Transport
    reported: list[str] = []

    class Kept(Transport):
        def capture_envelope(self, envelope: Any) -> None:
            reported.append(envelope.serialize().decode())

    password = 'the-password-0'
    sentry_sdk.init(dsn='http://public@127.0.0.1/1', transport=Kept,
                    traces_sample_rate=1.0)
    try:
        with scripted.Server() as server:
            client = HPE3ParClient(server.url, retry=ONCE, debug=False)
            server.say(scripted.login())
            with sentry_sdk.start_transaction(name='work'):
                client.login('user', password)
                for answer in (scripted.error(404, 17), scripted.CUT,
                               scripted.reply(200, raw=b'<html>')):
                    server.say(answer)
                    _reported(sentry_sdk, client)
                client.logout()
            client.http.close()
        sentry_sdk.flush()
    finally:
        sentry_sdk.init()
    text = '\n'.join(reported)
    assert 'HTTPNotFound' in text
    assert 'OutcomeUnknown' in text
    assert 'PUT http' in text, 'requests are spans'
    assert '"vars"' in text, 'local variables are shown'
    for secret in (password, CHAP, KEY):
        assert secret not in text


def _reported(sentry_sdk: Any, client: HPE3ParClient) -> None:
    try:
        client.modifyHost('h', {'chapSecret': CHAP})
    except exceptions.ClientException as error:
        sentry_sdk.capture_exception(error)


def test_logs_of_all_loggers_hold_no_secret(
        array: SimulatedArray, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with HPE3ParClient(array.api_url, secure=array.ca_bundle,
                       debug=True) as client:
        client.login(array.user, array.password)
        key = str(client.get_session_key())
        client.createHost('h')
        with pytest.raises(exceptions.ClientException):
            client.modifyHost('h', {'chapSecret': 'the-chap-secret-0'})
    assert 'urllib3.connectionpool' in {
        record.name for record in caplog.records}
    for secret in (key, array.password, 'the-chap-secret-0'):
        assert secret not in caplog.text
