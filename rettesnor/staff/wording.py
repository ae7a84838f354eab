"""The log in plain Danish: what a page is for, and what a thing is called, also for the one the log is about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, Any] = {
    "home": _("gå til sin første side"),
    "today": _("se, hvad der skal gøres i dag"),
    "dismiss": _("sige, at en påmindelse ikke er relevant"),
    "board": _("se, hvem der er i huset"),
    "enquiries": _("se listen over henvendelser"),
    "enquiry-new": _("tage imod en henvendelse"),
    "enquiry-draft": _("skrive på en kladde"),
    "enquiry-draft-drop": _("slette en kladde"),
    "enquiry": _("læse henvendelsen"),
    "enquiry-change": _("rette henvendelsen"),
    "enquiry-outcome": _("skrive, hvad henvendelsen endte med"),
    "enquiry-hand-over": _("give henvendelsen videre"),
    "visitation": _("visitere"),
    "visitation-answer": _("svare på en tvivl i visitationen"),
    "child-new": _("vurdere et barn"),
    "child-assessment": _("vurdere et barn"),
    "decision": _("træffe afgørelse"),
    "capacity": _("sige, hvor mange børn huset kan tage imod"),
    "residents": _("se listen over beboere"),
    "stay": _("læse hendes side"),
    "stay-identity": _("skrive hendes navn"),
    "cpr-reveal": _("vise CPR-nummeret"),
    "stay-assign": _("vælge kontaktpersoner"),
    "stay-unassign": _("afslutte en kontaktpersons opgave"),
    "stay-move": _("flytte hende til det andet hus"),
    "stay-correct": _("rette en dato"),
    "stay-municipality": _("vælge kommuner"),
    "stay-protect": _("særlig beskyttelse"),
    "stay-notes": _("skrive om opholdet"),
    "stay-child": _("skrive et barn ind"),
    "leaving-prepare": _("forberede udflytning"),
    "leaving": _("skrive udflytningen ned"),
    "talk-agree": _("aftale en opfølgende samtale"),
    "talk": _("opfølgende samtale"),
    "child": _("læse barnets side"),
    "child-identity": _("skrive barnets navn"),
    "child-words": _("skrive barnets egne ord"),
    "child-consider": _("overveje opfølgning for barnet"),
    "notice": _("skrive til kommunen"),
    "notice-elsewhere": _("skrive, at kommunen har fået besked"),
    "record": _("vælge, hvem noget er gjort for"),
    "record-child": _("skrive ned, hvad der er gjort for barnet"),
    "record-woman": _("skrive ned, hvad der er gjort for hende"),
    "effort-correct": _("rette en indsats"),
    "stay-efforts": _("læse, hvad der er gjort for hende"),
    "child-efforts": _("læse, hvad der er gjort for barnet"),
    "wellbeing": _("skrive, hvordan barnet har det"),
    "guideline": _("læse Rettesnoren"),
    "line": _("læse en linje i Rettesnoren"),
    "line-note": _("skrive en note til Rettesnoren"),
    "line-records": _("se, hvad der ligger bag en linje"),
    "records": _("se, hvad der ligger bag en linje"),
    "followup": _("se tal"),
    "figure": _("se tal"),
    "figure-rows": _("se, hvad der ligger bag et tal"),
    "close-period": _("lukke en periode"),
    "freeze": _("lukke en periode"),
    "post": _("se, hvilke breve der er sendt"),
    "post-document": _("se et brev"),
    "post-content": _("læse et brev"),
    "post-release": _("frigive et brev"),
    "post-dispatch": _("sende et brev"),
    "post-recall": _("trække et brev tilbage"),
    "account": _("se sin egen konto"),
    "staff": _("se personalet"),
    "log": _("læse loggen"),
    "log-own": _("se sine egne opslag"),
    "log-resident": _("se, hvem der har set sagen"),
    "log-verify": _("efterprøve loggen"),
}
"""The name of an address, as the door writes it down -> what one does there."""

NOUNS: dict[str, Any] = {
    "assignment": _("kontaktperson"),
    "capacity": _("plads til børn"),
    "child": _("barn"),
    "childassessment": _("vurdering af barn"),
    "childidentity": _("barnets navn"),
    "childstay": _("barnets ophold"),
    "closing": _("periode"),
    "decision": _("afgørelse"),
    "document": _("brev"),
    "edition": _("udgave"),
    "effort": _("indsats"),
    "enquiry": _("henvendelse"),
    "followuptalk": _("opfølgende samtale"),
    "house": _("hus"),
    "identity": _("navn og CPR"),
    "leaving": _("udflytning"),
    "limit": _("grænse"),
    "line": _("linje i Rettesnoren"),
    "localdefinition": _("husets forklaring"),
    "notice": _("orientering"),
    "office": _("kommune"),
    "reminder": _("påmindelse"),
    "resident": _("kvinde"),
    "stay": _("ophold"),
    "visitation": _("visitation"),
    "wellbeing": _("trivselsnote"),
}


def purpose(text: str) -> str:
    """What was written down as purpose, in plain Danish."""
    return str(PURPOSES.get(text, text))


def noun(word: str) -> str:
    return str(NOUNS.get(word, word))
