"""The indicators counted from the residents' room: their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from rettesnor.danish import codes
from rettesnor.followup.indicators import residency_rows as rows
from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card, Tally, Words

OWN = _("Vores egne registreringer")
DOING = _("det, vi gør")
OUTCOME = _("det, der sker for hende")
DESCRIPTION = _("beskrivelse uden mål")
LEFT = _("Ophold, der sluttede i perioden; en kvinde, der døde, er ikke med. Hører til det hus, hun flyttede fra.")

_COARSER_AGES: Sequence[Mapping[Words, Sequence[str]]] = (
    {
        _("Under 30 år"): ("under_18", "18-24", "25-29"),
        _("30-39 år"): ("30-39",),
        _("40 år og derover"): ("40-49", "50+"),
    },
    {_("Under 40 år"): ("under_18", "18-24", "25-29", "30-39"), _("40 år og derover"): ("40-49", "50+")},
)


def _ages() -> dict[str, Words]:
    return {code: label for code, label in codes.choices("age_group") if code not in rows.NO_AGE}


AGE_G1 = Card(
    key="AGE-G1",
    version=1,
    rows=rows.admitted_women,
    line="AGE-G1",
    title=_("Kvindernes alder"),
    question=_("Hvor gamle er de kvinder, der begynder et ophold?"),
    numerator=_("ophold i hver aldersgruppe"),
    denominator=_("ophold begyndt i perioden, hvor alderen er kendt"),
    unit=_("ophold (en kvinde, der kommer igen, tæller hver gang)"),
    cohort=_("Ophold, der er besluttet i perioden. Hører til det hus, hun først kom til."),
    kind=DESCRIPTION,
    about=PERSON,
    shape="split",
    not_recorded=_("alder ukendt"),
    bands=_ages(),
    coarser=_COARSER_AGES,
    misleads=_(
        "Et diagram ligner et mål. Det er det ikke: ingen fordeling er bedre end en anden. Alderen er talt den dag, "
        "opholdet blev besluttet; Danmarks Statistik regner anderledes. Blandt anonyme er alderen oftere ukendt."
    ),
    counter_why=_("Her er intet mål, og derfor intet, der kan blive bedre af den forkerte grund."),
    beside=((_("Afvisninger begrundet med alder (skal være 0)"), ("alder",)),),
    sources=(OWN,),
)

CHI_A1 = Card(
    key="CHI-A1",
    version=2,
    rows=rows.assessed_children,
    matures_after=rows.WEEK_LONG,
    line="CHI-A1",
    title=_("Barnet er vurderet, når opholdet besluttes"),
    question=_("Er hvert barns behov og trivsel vurderet, før vi siger ja til opholdet?"),
    numerator=_(
        "børneophold, hvor barnet var vurderet senest ved afgørelsen (kom barnet efter sin mor: da det selv "
        "flyttede ind)"
    ),
    denominator=_("børneophold begyndt i perioden"),
    unit=_("børneophold (hvert barn for sig)"),
    cohort=_("Børn, der flyttede ind i perioden. Hører til det hus, moren først kom til."),
    kind=DOING,
    about=PROCESS,
    shape="bands",
    hit=_("vurderet senest ved afgørelsen, eller da barnet selv kom"),
    miss=_("vurderet senere eller aldrig"),
    bands={
        rows.BEFORE: _("Ved afgørelsen eller før"),
        rows.DAY: _("Inden for 24 timer"),
        rows.WEEK: _("Inden for 7 dage"),
        rows.LATER: _("Senere"),
        rows.NEVER: _("Aldrig"),
    },
    misleads=_(
        "Det hedder altid, men den, der kommer akut om natten, kan ikke nås før. Se derfor alle fem tidsrum. Et barn "
        "tæller først som vurderet, når der står mindst én iagttagelse. Et barn uden vurdering tæller som ikke "
        "vurderet, også når grunden er skrevet ned. Et barn, der kommer eller bliver født, efter at moren er "
        "flyttet ind, måles fra sin egen indflytning. Den første uge er et barn endnu hverken eller."
    ),
    counter_why=_("Tallet kan blive pænere, hvis vi siger nej til familier. Derfor står de afvisninger ved siden af."),
    beside=((_("Afvisninger, fordi vi ikke kunne bære flere børn"), ("boernekapacitet",)),),
    sources=(OWN,),
)

OTH_G2 = Card(
    key="OTH-G2",
    version=3,
    rows=rows.moved_to_another_shelter,
    line="OTH-G2",
    title=_("Flyttet direkte til et andet krisecenter"),
    question=_("Hvor mange flytter herfra lige ind på et andet krisecenter?"),
    numerator=_("ophold afsluttet med flytning til et andet krisecenter"),
    denominator=_("ophold afsluttet i perioden, hvor det er noteret, hvor hun flyttede hen"),
    unit=_("ophold"),
    cohort=LEFT,
    kind=OUTCOME,
    about=PERSON,
    shape="bands",
    hit=_("flyttede direkte til et andet krisecenter"),
    miss=_("flyttede et andet sted hen"),
    bands={
        rows.SHELTER: _("Et andet krisecenter"),
        rows.BACK: _("Tilbage til voldsudøveren"),
        rows.OTHERWISE: _("Et andet sted hen"),
    },
    not_recorded=_("ikke noteret, hvor hun flyttede hen"),
    misleads=_(
        "Det er ikke målets eget tal. Målet handler om dem, der senere får ophold på et andet krisecenter, og det ved "
        "kun registeret. En direkte flytning kan være god hjælp, når hendes sikkerhed kræver det."
    ),
    counter_why=_("Modtallet er, hvor mange der flyttede tilbage til voldsudøveren. Det står i fordelingen."),
    proxy=_("Målets eget tal kan ikke vises endnu. Tallet her er vores eget og står for sig: de direkte flytninger."),
    sources=(OWN,),
)

MUN_G1A = Card(
    key="MUN-G1a",
    version=1,
    rows=rows.notices,
    matures_after=timedelta(days=14),
    line="MUN-G1",
    title=_("Kommunen er orienteret til tiden"),
    question=_("Får kommunen besked inden tre hverdage, når en kvinde flytter ind eller ud?"),
    numerator=_("orienteringer sendt senest på fristens sidste dag"),
    denominator=_("orienteringer, der er sendt, eller hvis frist er gået"),
    unit=_("orientering"),
    cohort=_("Orienteringer, hvis frist begyndte i perioden: ved afgørelsen og ved udflytningen."),
    kind=DOING,
    about=PROCESS,
    hit=_("sendt til tiden"),
    miss=_("sendt for sent eller ikke sendt"),
    not_relevant=_("skulle ikke sendes"),
    other_reading=_("Regnet med lørdag som hverdag"),
    misleads=_(
        "Sendt til tiden er ikke det samme som et tæt samarbejde. Loven siger ikke, om lørdag er en hverdag. Vi dømmer "
        "efter mandag til fredag og minder om den tidligste frist; begge andele står her."
    ),
    counter_why=_("En orientering, der mangler, tæller som for sen. Tallet kan ikke blive bedre af at notere mindre."),
    sources=(OWN, _("Serviceloven § 109, stk. 5 og 6")),
)

PSY_N1 = Card(
    key="PSY-N1",
    version=1,
    rows=rows.noes_for_mental_health,
    line="PSY-N1",
    title=_("Hjulpet videre, når vi ikke kan bære behovet"),
    question=_("Når vi siger nej på grund af et psykisk behov, følger vi hende så videre?"),
    numerator=_("afvisninger med varm overlevering eller aftalt kontakt"),
    denominator=_("afvisninger på grund af et psykisk behov, der er større, end vi kan bære"),
    unit=_("henvendelse"),
    cohort=_("Henvendelser, der endte med et nej i perioden. Hører til det hus, der sagde nej."),
    kind=DOING,
    about=SENSITIVE,
    hit=_("fulgt videre med varm overlevering eller aftalt kontakt"),
    miss=_("fik et nummer, et råd eller ingen hjælp videre"),
    not_recorded=_("ikke noteret, hvordan hun blev hjulpet"),
    not_relevant=_("ønskede ikke hjælp videre"),
    misleads=_("Det næste sted kan også sige nej. Og færre afvisninger er ikke i sig selv godt eller dårligt."),
    counter_why=_("Alle afvisninger står ved siden af, så et pænere tal ikke kan komme af at sige nej til flere."),
    beside=((_("Afvisninger i alt"), ()),),
    sources=(OWN,),
)

OUT_G1A = Card(
    key="OUT-G1a",
    version=2,
    rows=rows.aftercare_settled,
    line="OUT-G1",
    title=_("Tiden efter er aftalt med hende"),
    question=_("Har vi sammen med hende afgjort, hvad der skal ske efter opholdet?"),
    numerator=_("ophold, hvor efterværnet er talt igennem og afgjort sammen med hende, også når svaret er nej tak"),
    denominator=_("ophold afsluttet i perioden, hvor det er noteret"),
    unit=_("ophold"),
    cohort=LEFT,
    kind=DOING,
    about=PROCESS,
    hit=_("afgjort sammen med hende"),
    miss=_("nåede ikke at tale om det"),
    not_recorded=_("ikke noteret"),
    misleads=_("At noget er aftalt, siger ikke, at det skete. Om der er en rød tråd, ved hun bedst: spørg hende også."),
    counter_why=_(
        "Et ophold uden svar tæller hverken som ja eller nej, men trækker dækningen ned. Den står ved tallet."
    ),
    sources=(OWN,),
)

NOES_BY_REASON = Tally(key="afvist", version=1, rows=rows.noes_by_reason)
