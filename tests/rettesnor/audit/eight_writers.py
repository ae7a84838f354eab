"""Eight who write in the log at the same moment, each line a transaction of its own; prints what went wrong."""

from __future__ import annotations

import threading

WRITERS, LINES = 8, 12


def write_together() -> list[str]:
    """Let all of them write; the faults they met."""
    from django.db import connections, transaction

    from rettesnor.audit.actions import write

    faults: list[str] = []
    start = threading.Barrier(WRITERS)

    def work(number: int) -> None:
        try:
            start.wait()
            for turn in range(LINES):
                with transaction.atomic():
                    write(by=None, verb="ret", noun="stay", code=f"{number}-{turn}")
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults + wrong()


def wrong() -> list[str]:
    """What a gap, a fork or a lost line looks like."""
    from rettesnor.audit.actions import verify
    from rettesnor.audit.models import Entry

    found = []
    if list(Entry.objects.values_list("seq", flat=True)) != list(range(1, WRITERS * LINES + 1)):
        found.append("gap")
    if len(set(Entry.objects.values_list("code", flat=True))) != WRITERS * LINES:
        found.append("lost")
    if verify().broken is not None or verify().lines != WRITERS * LINES:
        found.append("broken chain")
    return found


if __name__ == "__main__":
    import django

    django.setup()
    from django.db import connection

    from rettesnor.audit.actions import begin
    from rettesnor.audit.models import Entry, Head

    with connection.schema_editor() as editor:
        editor.create_model(Entry)
        editor.create_model(Head)
    begin()
    print(*write_together(), "done", sep="\n")  # noqa: T201 - told to the test that started this
