"""Answers at the prompt: tables for people, the same dicts for programs."""

from __future__ import annotations

import copy
import datetime

import pytest

from hpe3parclient.console import tables

VOLUMES = {'total': 2, 'members': [
    {'wwn': '50', 'id': 0, 'name': 'admin', 'sizeMiB': 10240,
     'policies': {'system': True}},
    {'wwn': '51', 'id': 12, 'name': 'v1', 'sizeMiB': 1, 'copyOf': 'v'}],
    'links': []}


def test_a_list_of_volumes_is_a_table_that_lines_up():
    assert tables.text(VOLUMES).splitlines() == [
        'id  name   sizeMiB  copyOf  wwn',
        ' 0  admin    10240  -       50',
        '12  v1           1  v       51',
        "2 in all; _['members'][0] is the first, whole"]


def test_a_list_of_dicts_is_a_table_too():
    assert tables.text(VOLUMES['members']).splitlines()[-1] == \
        '2 in all; _[0] is the first, whole'


def test_an_answer_is_not_changed():
    before = copy.deepcopy(VOLUMES)
    tables.text(VOLUMES)
    assert before == VOLUMES


def test_columns_that_do_not_fit_are_counted():
    lines = tables.text(VOLUMES, 20).splitlines()
    assert lines[0] == 'id  name   sizeMiB'
    assert '2 more columns' in lines[-1]


def test_a_long_list_is_cut_and_says_so():
    rows = [{'name': f'v{number}'} for number in range(1000)]
    lines = tables.text(rows).splitlines()
    assert len(lines) == 52
    assert lines[-1].startswith('1000 in all, 50 shown')


def test_a_port_stands_as_people_write_it():
    rows = [{'portPos': {'node': 0, 'slot': 2, 'cardPort': 1}}]
    assert tables.text(rows).splitlines()[1] == '0:2:1'


def test_a_long_cell_is_cut():
    assert tables.text([{'comment': 'x' * 100}]).splitlines()[1] == \
        'x' * 31 + '…'


def test_a_single_answer_is_laid_out():
    caught = tables.text({'name': 'v', 'policies': {'a': 'x' * 60}})
    assert caught.splitlines()[0] == "{'name': 'v',"


def test_what_an_array_sends_cannot_move_the_cursor():
    for value in ([{'name': 'x\x1b[2J\n\r'}], {'name': 'x\x1b[2J'}):
        caught = tables.text(value)
        assert all(line.isprintable() for line in caught.split('\n'))
        assert len(caught.split('\n')) == 3 if isinstance(value, list) else 1


@pytest.mark.parametrize('value', [
    5, 'text', None, [], {}, (1, 2), {1}, object])
def test_anything_else_is_shown_as_python_does(value):
    assert tables.text(value) is None


@pytest.mark.parametrize('value', [
    [1, 2], {'members': []}, {'members': 'x'}, [{}], {'members': [{}]},
    [{'a': {}}], [{'a': 1}, {'b': [1]}]])
def test_odd_shapes_are_shown_somehow(value):
    assert isinstance(tables.text(value), str)


def test_figures_of_members_are_columns():
    samples = [{'sampleTime': '2017', 'sampleTimeSec': 1, 'busyPct': 2.5,
                'IO': {'read': 1.0, 'write': 2.0, 'total': 3.0}}]
    assert tables.report(samples).splitlines() == [
        'sampleTime  busyPct  IO.total  sampleTimeSec',
        '2017            2.5       3.0              1']
    pools = [{'name': 'gold', 'UsrUsage': {'usedMiB': 5, 'rawUsedMiB': 6}},
             {'name': 'new'}]
    assert tables.report(pools).splitlines() == [
        'name  UsrUsage.usedMiB',
        'gold                 5',
        'new                  -']


def test_times_in_an_object_are_shown():
    moment = datetime.datetime(2017, 7, 14, tzinfo=datetime.timezone.utc)
    assert tables.report({'fullAt': moment, 'of': {'at': moment}}) == (
        'fullAt  2017-07-14 00:00:00+00:00\n'
        'of      {"at": "2017-07-14 00:00:00+00:00"}')


def test_lists_of_an_object_are_tables_below():
    report = {'problems': [{'component': 'PD', 'description': 'failed'}],
              'healthy': False, 'checked': ['pd'], 'links': [{'href': 'x'}]}
    assert tables.report(report).splitlines() == [
        'healthy  False', 'checked  ["pd"]', 'links    [{"href": "x"}]',
        '', 'problems', '  component  description', '  PD         failed']
    assert max(map(len, tables.report(report, 20).splitlines()[4:])) <= 20
