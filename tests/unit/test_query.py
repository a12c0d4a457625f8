"""Expressions say what they mean, and refuse what would mean another thing.

Comparisons with True and None, and misuse, are what is tested here.
"""
# ruff: noqa: E711, E712, SIM201, SIM300

from __future__ import annotations

import copy
import enum
import functools
import operator
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions, members
from hpe3parclient.members import LISTED, shape_of
from hpe3parclient.query import Expression, Field, Q

V1 = {'id': 5, 'name': 'v1', 'sizeMiB': 1024, 'readOnly': False,
      'copyOf': 'base', 'wwn': '60002AC0000000000000000500019B93',
      'userSpace': {'usedMiB': 256}, 'failedStates': [], 'comment': None}
HOST = {'name': 'h', 'FCPaths': [
    {'wwn': '10000000C9A1B2C3', 'portPos': {'node': 0}},
    {'wwn': '10000000C9A1B2C4', 'portPos': {'node': 1}}]}


@pytest.mark.parametrize('expression', [
    Q.name == 'v1', Q['name'] == 'v1', Q.id == 5, Q.id == 5.0,
    Q.name != 'v2', Q['nothing'] != 'v2', Q.sizeMiB > 1023, Q.sizeMiB >= 1024,
    Q.sizeMiB < 1024.5, Q.sizeMiB <= 1024, Q.name < 'v2', 'v0' < Q.name,
    Q.readOnly == False, Q.readOnly != True, Q.userSpace.usedMiB == 256,
    Q.name.isin(['v0', 'v1']), Q.id.isin({5, 6}), Q.id.isin(range(6)),
    Q.name.startswith('v'), Q.name.like('v?'), Q.name.like('*1'),
    Q.name.exists(), ~Q['nothing'].exists(), ~Q.failedStates.exists(),
    Q.comment == None, Q['nothing'] == None, Q.name != None,
    (Q.id == 5) & (Q.name == 'v1'), (Q.id == 6) | (Q.name == 'v1'),
    ~(Q.id == 6), ~(Q['nothing'] < 5),
    Q.wwn == '60002ac0:00000000:00000005:00019b93',
    Q.wwn.startswith('60002ac0'), Q.wwn.like('*00019b93')], ids=repr)
def test_it_is_true(expression):
    assert expression.matches(V1)
    assert not (~expression).matches(V1)


@pytest.mark.parametrize('expression', [
    Q.name == 'V1', Q.name == 'v', Q.id == '5', Q.name == 5,
    Q.readOnly == 0, Q.readOnly.isin([0]), Q.id == True, Q['nothing'] == 'x',
    Q['nothing'] < 5, Q['nothing'] >= 5, Q['nothing'] >= '', Q.name > 5,
    Q.sizeMiB > '1', Q.sizeMiB > 1024, Q.readOnly < 5, Q.name.isin([]),
    Q.name.startswith('V'), Q.id.startswith('5'), Q.name.like('v'),
    Q.name.like('[v]1'), Q['nothing'].like('*'), Q.comment.exists(),
    Q.comment == '', Q.userSpace == 256, Q.userSpace > 0,
    Q.name['more'] == 'v1', (Q.id == 5) & (Q.name == 'v2'),
    (Q.id == 6) | (Q.name == 'v2')], ids=repr)
def test_it_is_false(expression):
    assert not expression.matches(V1)
    assert (~expression).matches(V1)


def test_brackets_in_a_shape_mean_themselves():
    assert Q.name.like('a[b]*').matches({'name': 'a[b]c'})


@pytest.mark.parametrize('expression', [
    Q.FCPaths.wwn == '10000000C9A1B2C4',
    Q.FCPaths.wwn == '10:00:00:00:c9:a1:b2:c4',
    Q.FCPaths.wwn.isin(['x', '10000000c9a1b2c3']),
    Q.FCPaths.portPos.node > 0, Q.FCPaths.exists()], ids=repr)
def test_one_element_of_a_list_is_enough(expression):
    assert expression.matches(HOST)


def test_unequal_means_that_no_element_is_equal():
    assert not (Q.FCPaths.portPos.node != 0).matches(HOST)
    assert (Q.FCPaths.portPos.node != 2).matches(HOST)


@pytest.mark.parametrize('member', [
    {}, {'name': None}, {'name': []}, {'name': [None]}, {'name': {}},
    {'name': [['v1']]}, [], None, 'name', 5])
def test_any_member_can_be_asked_about(member):
    assert not (Q.name == 'v1').matches(member)
    assert not (Q.name['x'].y.like('v1')).matches(member)


# -- how it reads -----------------------------------------------------------


@pytest.mark.parametrize('text', [
    "Q.name == 'v1'", "Q.name != 'v1'", 'Q.sizeMiB >= 1024',
    "Q.name.isin(['a', 'b'])", "~Q.name.isin(['a', 'b'])",
    "Q.name.startswith('v')", "Q.name.like('v*')", 'Q.copyOf.exists()',
    '~Q.copyOf.exists()', "Q.userSpace.usedMiB > 0.5", 'Q.name.isin([])',
    "(Q.id == 1) & (Q.lun == 2) & (Q.active == True)",
    "((Q.id == 1) & (Q.lun == 2)) | (Q.active < 3)", '~(Q.id < 1)',
    "~((Q.id == 1) | (Q.lun == 2))", "Q['like'] == 1", "Q['a b']['class'] == 1",
    "Q['a']['isin']['b'] == 1", "Q['_x'] == 'it\\'s'"])
def test_it_reads_as_it_is_written(text):
    made = eval(text)  # noqa: S307
    assert repr(made) == repr(eval(repr(made)))  # noqa: S307
    assert made == eval(repr(made))  # noqa: S307
    assert repr(made).replace('"', "'") == text.replace("\\'", "'")


def test_what_reads_the_same_is_equal_and_hashes_the_same():
    item, other = Q.name == 'v1', Q['name'] == 'v1'
    assert item == other
    assert len({item, other}) == 1
    assert item != (Q.name == 'v2')
    assert (Q.id == 1) != (Q.id == True)
    assert (Q.id == 1) != 'Q.id == 1'


def test_a_long_chain_stays_flat():
    made = functools.reduce(operator.or_, [
        Q.id == number for number in range(1500)])
    assert made.matches({'id': 1499})
    assert eval('(Q.id == 1) | ((Q.lun == 2) | (Q.active == 3))') == (  # noqa: S307
        (Q.id == 1) | (Q.lun == 2)) | (Q.active == 3)


def test_twice_not_is_nothing():
    assert ~~(Q.id < 1) == (Q.id < 1)


# -- what is refused --------------------------------------------------------


@pytest.mark.parametrize('misuse', [
    lambda: (Q.id == 1) and (Q.lun == 2), lambda: (Q.id == 1) or (Q.lun == 2),
    lambda: not Q.id == 1, lambda: 1 < Q.id < 5, lambda: Q.id in ['x', 'y'],
    lambda: 'x' in [Q.id], lambda: bool(Q.id == 1)])
def test_an_expression_has_no_truth_of_its_own(misuse):
    with pytest.raises(TypeError, match=r'&, \| and ~.*isin'):
        misuse()


@pytest.mark.parametrize('misuse', [
    lambda: Q.id == 'x' & Q.lun == 'y', lambda: Q.id == 1 | Q.lun == 2,
    lambda: Q.active & (Q.lun == 1), lambda: (Q.lun == 1) & Q.active,
    lambda: ~Q.active, lambda: Q.id and 1, lambda: not Q.id])
def test_a_missing_parenthesis_is_explained(misuse):
    with pytest.raises(TypeError, match='parentheses'):
        misuse()


@pytest.mark.parametrize('misuse', [
    lambda: 'x' in Q.id, lambda: list(Q.id), lambda: {Q.id},
    lambda: (Q.id == 1) & True, lambda: (Q.id == 1) | 'x'])
def test_what_python_would_take_otherwise_is_refused(misuse):
    with pytest.raises(TypeError):
        misuse()


def test_in_says_what_to_write_instead():
    with pytest.raises(TypeError, match=r"write Q\.setmembers == 'v1'"):
        'v1' in Q.setmembers    # noqa: B015


@pytest.mark.parametrize('misuse', [
    lambda: Q.name.endswith('x'), lambda: Q.name.contains('x'),
    lambda: Q.FCPaths.wwn.match('x')])
def test_an_unknown_condition_names_those_there_are(misuse):
    with pytest.raises(members.UnknownMemberError, match='isin, startswith, like'):
        misuse()


@pytest.mark.parametrize('misuse', [
    lambda: Q.id == Q.lun, lambda: Q.id == (Q.lun == 1), lambda: Q.id == [1],
    lambda: Q.id == {}, lambda: Q.id == b'x', lambda: Q.id > None,
    lambda: Q.id == float('nan'), lambda: Q.id < object(),
    lambda: Q.id.isin('abc'), lambda: Q.id.isin(5), lambda: Q.id.isin([None]),
    lambda: Q.id.isin({'a': 1}), lambda: Q.id.isin([[1]]),
    lambda: Q.id.like(5), lambda: Q.id.startswith(None), lambda: Q[5],
    lambda: Q[''], lambda: Q == 'v1', lambda: Q < 5, lambda: Q.like('x'),
    lambda: Q.exists(), lambda: Q.isin([])])
def test_what_cannot_be_compared_is_refused(misuse):
    with pytest.raises(exceptions.InvalidInput):
        misuse()


@pytest.mark.parametrize('made', [Q.id, Q.id == 1, Q.id.isin([1, 2]),
                                  (Q.id == 1) & (Q.lun < 2)], ids=repr)
def test_nothing_is_ever_changed(made):
    with pytest.raises(AttributeError):
        made.name = 'x'
    for each in (copy.copy(made), copy.deepcopy(made),
                 pickle.loads(pickle.dumps(made))):  # noqa: S301
        assert repr(each) == repr(made)
    if isinstance(made, Expression):
        with pytest.raises(AttributeError):
            del made._parts


def test_a_list_may_be_changed_afterwards():
    names = ['v1']
    made = Q.name.isin(names)
    names[0] = 'v2'
    assert made.matches(V1)


def test_an_enumeration_counts_as_its_value():
    class Size(enum.IntEnum):
        BIG = 1024

    class Name(str, enum.Enum):
        ONE = 'v1'

    assert repr(Q.sizeMiB == Size.BIG) == 'Q.sizeMiB == 1024'
    assert repr(Q.name == Name.ONE) == "Q.name == 'v1'"


# -- names ------------------------------------------------------------------


@pytest.mark.parametrize('misspelt, advice', [
    (lambda: Q.copyof, 'did you mean copyOf'),
    (lambda: Q.sizeMib, 'did you mean sizeMiB'),
    (lambda: Q.hostName, 'did you mean hostname'),
    (lambda: Q.userSpace.usedMib, 'did you mean usedMiB'),
    (lambda: Q.FCPaths.wwns, 'did you mean wwn'),
    (lambda: Q.targets.policies.autoRecovery, 'did you mean autoRecover'),
    (lambda: Q.name.exist, r"name has no member exist\. Write Q\.name\['exist'\]"),
    (lambda: Q.qqqqq, r"have no member qqqqq\. Write Q\['qqqqq'\]"),
])
def test_an_unknown_name_is_refused_with_the_nearest(misspelt, advice):
    with pytest.raises(exceptions.InvalidInput, match=advice):
        misspelt()
    with pytest.raises(AttributeError, match=advice):
        misspelt()


@pytest.mark.parametrize('name', LISTED)
def test_q_knows_every_member_of_every_list(name):
    for member in shape_of(name).members:
        assert hasattr(Q, member) or hasattr(Field, member)


def test_names_in_brackets_are_not_checked():
    made = Q['newest']['member'].of.all == 1
    assert repr(made) == "Q['newest']['member']['of']['all'] == 1"
    assert made.matches({'newest': {'member': {'of': [{'all': 1}]}}})


def test_members_that_nobody_lists_can_be_anything():
    assert (Q.agent.reportedName == 'x').matches(
        {'agent': {'reportedName': 'x'}})


def test_q_lists_its_members_for_completion():
    assert {'copyOf', 'hostname', 'setmembers', 'isin'} <= set(dir(Q))
    assert 'usedMiB' in dir(Q.userSpace)
    assert 'copyOf' not in dir(Q.userSpace)


def test_an_expression_says_which_members_it_names():
    made = ~((Q.id == 5) | (Q.userSpace.usedMiB > 1)) & Q['x'].exists()
    assert set(made.paths()) == {('id',), ('userSpace', 'usedMiB'), ('x',)}


def test_special_names_are_no_members():
    assert not hasattr(Q, '__wrapped__')
    assert not hasattr(Q, '_repr_html_')


# -- any expression ---------------------------------------------------------

NAMES = st.sampled_from(['a', 'b', 'wwn'])
VALUES = st.one_of(st.booleans(), st.integers(-2, 2), st.text(max_size=2),
                   st.sampled_from(['ab', 'AB', 'a:b', '']))
MEMBERS = st.dictionaries(NAMES, st.one_of(
    VALUES, st.none(), st.lists(VALUES, max_size=2)))


def comparison(name: str, sign: str, value: object) -> Expression:
    field: Field = Q[name]
    if sign == 'isin':
        return field.isin([value])
    if sign in ('startswith', 'like'):
        return getattr(field, sign)(str(value))
    return getattr(operator, sign)(field, value)


SIMPLE = st.builds(comparison, NAMES, st.sampled_from(
    ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'isin', 'startswith', 'like']),
    VALUES)
EXPRESSIONS = st.recursive(SIMPLE, lambda inner: st.one_of(
    st.builds(operator.and_, inner, inner),
    st.builds(operator.or_, inner, inner), st.builds(operator.invert, inner)),
    max_leaves=6)


@given(EXPRESSIONS, EXPRESSIONS, MEMBERS)
def test_logic_is_that_of_logicians(one, other, member):
    a, b = one.matches(member), other.matches(member)
    assert (one & other).matches(member) == (a and b)
    assert (one | other).matches(member) == (a or b)
    assert (~one).matches(member) == (not a)


@given(EXPRESSIONS, MEMBERS)
def test_any_expression_can_be_read_back(made, member):
    again = eval(repr(made))  # noqa: S307
    assert again == made
    assert again.matches(member) == made.matches(member)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301
