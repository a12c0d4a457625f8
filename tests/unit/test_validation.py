"""What a method needs of an answer, and the word about what is missing."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from hpe3parclient.resources import validation


@pytest.mark.parametrize(('value', 'kind'), [
    ('x', str), (7, int), ([1], list), ({'a': 1}, dict)])
def test_member_of_the_right_kind_is_given(value, kind):
    assert validation.needed({'a': value}, 'a', kind) == value


def test_whole_number_with_a_point_is_an_int():
    assert type(validation.needed({'a': 1024.0}, 'a', int)) is int


@pytest.mark.parametrize(('answer', 'kind', 'text'), [
    ({}, str, 'name must be a string, but is missing'),
    ({'name': None}, str, 'name must be a string, but is None'),
    ({'name': 5}, str, 'name must be a string, but is 5'),
    ({'name': True}, int, 'name must be an integer, but is True'),
    ({'name': 1.5}, int, 'name must be an integer, but is 1.5'),
    ({'name': []}, dict,
     'name must be an object, but is a value of type list'),
    ({'name': 'x' * 999}, list, 'name must be a list, but is')])
def test_error_says_what_was_missing(answer, kind, text):
    with pytest.raises(exceptions.InvalidResponse, match=text):
        validation.needed(answer, 'name', kind)


@pytest.mark.parametrize('answer', [{}, {'a': None}, {'a': []}])
def test_list_that_is_not_there_is_empty(answer):
    assert validation.listed(answer, 'a', str) == []


@pytest.mark.parametrize('value', ['text', {}, 5, [1], ['x', None], [{}]])
def test_list_of_something_else_is_refused(value):
    with pytest.raises(exceptions.InvalidResponse, match='a must be|of a'):
        validation.listed({'a': value}, 'a', str)


@pytest.mark.parametrize('value', [None, [], 'x', 5])
def test_answer_that_is_no_object_is_refused_with_its_request(value):
    with pytest.raises(exceptions.InvalidResponse) as caught:
        validation.an_object(value, 'GET', '/volumes/v')
    assert (caught.value.method, caught.value.url) == ('GET', '/volumes/v')


@pytest.mark.parametrize('answer', [None, {}, [], {'taskid': None},
                                    {'taskid': 'x'}, {'taskid': 7.5},
                                    {'taskid': True}])
def test_work_without_a_task_is_an_outcome_that_nobody_knows(answer):
    with pytest.raises(exceptions.OutcomeUnknown,
                       match='getAllTasks') as caught:
        validation.started(answer)
    assert isinstance(caught.value, exceptions.InvalidResponse)


@pytest.mark.parametrize('number', [7, 7.0, '7'])
def test_task_of_work_that_has_begun_is_a_number(number):
    task = validation.started({'taskid': number, 'links': []})
    assert task == {'taskid': 7, 'links': []}
    assert type(task['taskid']) is int
