"""The collector rests while many objects are made, and misses nothing."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from hpe3parclient.web import collector

passes_over = pytest.mark.skipif(
    not collector._CAN_PASS_OVER,
    reason='the collector of this Python is left alone')


class Loop:
    """Garbage that only the collector finds."""

    def __init__(self):
        self.me = self


def many():
    return [{'a': [number]} for number in range(5000)]


@pytest.fixture
def rests():
    gc.collect()
    return collector.CollectorRests()


def test_it_wakes_when_the_last_of_several_is_done(rests):
    with rests:
        with rests:
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_wakes_after_an_error(rests):
    with pytest.raises(KeyboardInterrupt), rests:
        raise KeyboardInterrupt
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(rests):
    gc.disable()
    try:
        with rests:
            made = many()
        assert not gc.isenabled()
        assert gc.get_count()[0] > len(made)
    finally:
        gc.enable()


def test_threads_leave_it_on(rests):
    def work():
        for _ in range(50):
            with rests:
                assert not gc.isenabled()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.isenabled()


@passes_over
def test_what_was_made_meanwhile_is_not_looked_at(rests):
    looked = []
    gc.callbacks.append(lambda phase, info: looked.append(phase))
    try:
        with rests:
            made = many()
        after = gc.get_count()[0]
    finally:
        gc.callbacks.pop()
    assert (len(made), looked) == (5000, [])
    assert after < gc.get_threshold()[0]
    assert gc.get_freeze_count() == 0


@passes_over
def test_objects_that_a_program_froze_stay_frozen(rests):
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with rests:
            made = many()
        assert 0 < gc.get_freeze_count() <= frozen
        assert len(made) == 5000
    finally:
        gc.unfreeze()


@passes_over
def test_garbage_of_others_is_found_in_the_end(rests):
    """However often it is passed over: a whole collection falls due."""
    lost = weakref.ref(Loop())
    for _ in range(gc.get_threshold()[1] * gc.get_threshold()[2] + 1):
        with rests:
            made = many()
        del made
        if lost() is None:
            return
    pytest.fail('nobody ever looked at it')


def test_a_finalizer_may_use_it_too(rests):
    used = []

    def again():
        with rests:
            used.append(gc.isenabled())

    with rests:
        thing = Loop()
        weakref.finalize(thing, again)
        del thing
    gc.collect()
    assert used == [False]
    assert gc.isenabled()


@pytest.mark.parametrize('step', [
    'disable', pytest.param('freeze', marks=passes_over)])
def test_it_is_on_after_an_interrupt_while_it_is_put_to_rest_or_woken(
        rests, monkeypatch, step):
    real = getattr(gc, step)
    frozen = gc.get_freeze_count()

    def interrupted():
        real()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(gc, step, interrupted)
        with pytest.raises(KeyboardInterrupt), rests:
            made = many()
            assert len(made) == 5000
    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen
    with rests:
        assert not gc.isenabled()
    assert gc.isenabled()
