"""The Flask application in front of one array.

Knows routes, session keys and how refusals become answers; the resources
bring the rest. Each array has an application of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Callable
from urllib.parse import quote

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, Rule

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import names
from hpe3parclient.simulator.wsapi.answers import captured_answer, refusal
from hpe3parclient.simulator.wsapi.call import ENVIRON_KEY, Call, decoded
from hpe3parclient.simulator.wsapi.members import Member

_LOG = logging.getLogger(__name__)
View = Callable[..., Response]


class Segment(BaseConverter):
    """One whole segment of the raw path, decoded: its slashes are its own."""

    regex = '[^/]+'

    def to_python(self, value: str) -> str:
        """The name a segment stands for."""
        return decoded(value)


class MatchedRule(Rule):
    """A route that requests are matched with and no URL is built from.

    Compiling what builds URLs takes most of the time that starting an array
    takes, and nothing here asks for one. Should werkzeug come to call it
    otherwise, starting is slower and nothing else.
    """

    def _compile_builder(self, append_unknown: bool = True
                         ) -> Callable[..., tuple[str, str]]:
        return _no_url


def _no_url(*_args: object, **_values: object) -> tuple[str, str]:
    raise NotImplementedError('no URL is built from routes')


class Service(Flask):
    """An application that handles one request at a time in its array."""

    url_rule_class = MatchedRule

    def __init__(self, array: Array) -> None:
        super().__init__('hpe3parclient.simulator', static_folder=None)
        self.array = array
        self.url_map.converters['segment'] = Segment
        self.url_map.strict_slashes = False

    def dispatch_request(self) -> ResponseReturnValue:
        """Look at the state, change it and view it under its lock."""
        with self.array.lock:
            self.array.settle()
            return super().dispatch_request()


def call() -> Call:
    """The request being handled."""
    result: Call = request.environ[ENVIRON_KEY]
    return result


#: Method of a request, the method that serves it, and whether it is about a
#: single object.
VIEWS = (('POST', 'create', False), ('GET', 'every', False),
         ('GET', 'single', True), ('PUT', 'change', True),
         ('DELETE', 'delete', True))


class Resource:
    """The requests of one resource; subclasses bring the views.

    :param array: the array behind it
    :param base_url: gives the URL links start with
    :param path: where the resource stands under ``/api/v1``
    """

    def __init__(self, array: Array, base_url: Callable[[], str],
                 path: str) -> None:
        self.array = array
        self.personality = array.personality
        self.base_url = base_url
        self.path = path
        self.blueprint = Blueprint(path, __name__)
        #: endpoints that need no session key
        self.open: set[str] = set()
        self.routes()

    def routes(self) -> None:
        """Serve what the class has of :data:`VIEWS`; some serve more."""
        for method, name, single in VIEWS:
            view: View | None = getattr(self, name, None)
            if view is not None:
                self.serve(method, view, single)

    def route(self, method: str, path: str, view: View,
              open_to_all: bool = False) -> None:
        """Serve a path; ``<segment:name>`` stands for one segment."""
        self.blueprint.add_url_rule(
            path, endpoint=f'{method} {path}', view_func=view,
            methods=[method], provide_automatic_options=False)
        if open_to_all:
            self.open.add(f'{self.blueprint.name}.{method} {path}')

    def serve(self, method: str, view: View, single: bool = False) -> None:
        """Serve the collection, or a single object by its name."""
        tail = '/<segment:name>' if single else ''
        self.route(method, f'/api/v1/{self.path}{tail}', view)

    def requested(self, table: Sequence[Member]) -> dict[str, Any]:
        """The members of the request's body, checked."""
        return call().checked(table, self.personality)

    def location(self, name: str) -> str:
        """The path of an object, percent-encoded."""
        return f'/api/v1/{self.path}/{quote(name, safe="")}'

    def name(self, text: str) -> str:
        """A name from a path, or the refusal for its characters."""
        return names.check_name(text, self.personality.name_length)

    def query(self) -> str | None:
        """The value of ``query=``, or None."""
        return call().query.get('query')

    def link(self, path: str, relation: str = 'self') -> dict[str, str]:
        """A link to what is at a path of the web service."""
        return {'href': f'{self.base_url()}/{path}', 'rel': relation}

    def links(self, *below: str) -> list[dict[str, str]] | None:
        """The third member of a collection, where a generation has it.

        :param below: what stands behind the path of the resource
        """
        if not self.personality.collection_links:
            return None
        return [self.link('/'.join(
            [self.path, *(quote(item, safe='') for item in below)]))]


def make_service(array: Array, resources: list[Resource]) -> Service:
    """The application that serves these resources."""
    service = Service(array)
    open_to_all = {endpoint for item in resources for endpoint in item.open}

    @service.before_request
    def _check_key() -> None:
        """Refuse what comes without a live key, before looking at it."""
        if request.endpoint is None or request.endpoint in open_to_all:
            return
        item = call()
        with array.lock:
            session = array.sessions.check(item.key or '', item.address)
        if item.method != 'GET' and array.role_of(session.user) == 'browse':
            raise Refused('PERM_DENIED')

    @service.errorhandler(Refused)
    def _refused(error: Refused) -> Response:
        return captured_answer(error) or refusal(error)

    @service.errorhandler(NotFound)
    def _not_found(error: NotFound) -> Response:
        missing = Refused('URI_RES_NOT_FOUND')
        return captured_answer(missing) or refusal(missing)

    @service.errorhandler(MethodNotAllowed)
    def _not_allowed(error: MethodNotAllowed) -> Response:
        return refusal(Refused('UNSUP_OP'))

    @service.errorhandler(Exception)
    def _broken(error: Exception) -> Response:
        _LOG.error('the simulated array failed', exc_info=error)
        return refusal(Refused('INT_SERV_ERR'))

    for item in resources:
        service.register_blueprint(item.blueprint)
    return service
