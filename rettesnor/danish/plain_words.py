"""Words that tell nobody apart: kinds of institutions, common words, towns. By themselves they give no place away."""

from __future__ import annotations

from functools import cache

from rettesnor.danish import codes
from rettesnor.danish.folding import folded

_INSTITUTIONS = """
    børnehave børnehaven børnehaver vuggestue vuggestuen dagpleje dagplejen dagplejer dagplejeren dagtilbud dagtilbuddet
    daginstitution daginstitutionen institution institutionen børneinstitution børneinstitutionen skole skolen friskole
    friskolen privatskole privatskolen folkeskole folkeskolen grundskole grundskolen realskole realskolen efterskole
    efterskolen specialskole specialskolen heldagsskole heldagsskolen børneskole børneskolen gymnasium gymnasiet sfo
    fritidshjem fritidshjemmet fritidsklub fritidsklubben klub klubben ungdomsklub ungdomsklubben ungdomsskole
    ungdomsskolen børnehus børnehuset børnegård børnegården børneklub naturbørnehave naturbørnehaven skovbørnehave
    skovbørnehaven udflytterbørnehave udflytterbørnehaven børnehaveklasse integreret integrerede aldersintegreret
    aldersintegrerede kommunal kommunale privat private selvejende afdeling afdelingen stuen gruppen klasse klassen
    international internationale menighed fritidscenter
"""
_COMMON = """
    alle andet andre anden barn barnet blev børn børnene dato deres derfor digital disse efter eller flere fordi foran
    forbi første fortroligt godt gode gang gange have haft hende hendes herunder hvor huset hjem hjemme ikke indtil
    ingen inden intet kommune kommunen kommer krisecenter krisecentret kvinde kvinden kvinder lille liste lovgrundlag
    mange meget mellem moren faren mor far navn noget nogle nogen omkring optagelse orientering ophold opholdet over
    personer post reference sammen senere selv stor store tidligere udskrivning under uden veninde begrundelse ved
    vores være været hverdag dagen dage uger måneder sted stedet tæt nord syd øst vest nordre søndre østre vestre midt
    gamle nye sankt skt
"""
_PEOPLE = """
    advokat advokaten anonym ekskæreste hospital hospitalet kollega kontaktperson krisecenter læge lægen lærer læreren
    moster faster tante mormor farmor nabo naboen pædagog politi politiet politibetjent psykiater rådgiver sagsbehandler
    sagsbehandleren selv sygehus sygehuset sygeplejerske skadestue skadestuen socialrådgiver socialrådgiveren søster
    bror svigermor sundhedsplejerske veninde veninden ven kæreste kvinde kvinden ukendt telefon ringer ringede hotline
    familie familien familieafdelingen børn unge voksne center centret afdeling afdelingen døgnvagt døgnvagten vagt
    vagten socialvagt socialvagten region kommune kommunen jobcenter jobcentret kl via fra hos mod
"""
_STREETS = """
    torvet kirken havnen engen bakken gaden vejen stranden parken skoven toften marken broen åen søen pladsen strædet
    boulevarden alleen byen ny nye gammel gamle lang lange kort korte bred brede smal smalle stor store lille høj høje
    lav lave grøn grønne vestre østre nordre søndre nørre øster vester midt hoved hovedgaden hovedgade hovedvejen villa
    sankt gade vej alle boulevard plads stræde torv haven gården stien sti
"""
_ROOMS = """
    rød røde rødt blå blåt gul gule gult grøn grønne grønt hvid hvide hvidt sort sorte brun brune grå gråt lilla lyserød
    stue stuen have haven køkken køkkenet loft loftet kælder kælderen kvist kvisten hjørne hjørnet gård gården altan
    altanen terrasse terrassen gang gangen gæst gæsten sal salen top toppen bund bunden vindue vinduet dør døren trappe
    trappen bolig boligen lejlighed lejligheden bad badet sol solen måne månen himmel himlen hav havet skov skoven mark
    marken eng engen sø søen strand stranden bjerg bjerget vind vinden sky skyen skygge skyggen luft luften vand vandet
    jord jorden lys lyset mørke mørket ro roen håb håbet fred freden frihed friheden tryghed trygheden glæde glæden
    styrke styrken mod modet kærlighed kærligheden liv livet trivsel trivslen hvile hvilen omsorg omsorgen drøm drømmen
    morgen morgenen aften aftenen nat natten sommer sommeren vinter vinteren forår foråret efterår efteråret venstre
    højre egen eget egne mål målet balance balancen udvikling udviklingen sikkerhed sikkerheden forandring forandringen
"""
_THINGS = """
    egern svale svane svaler ørn ugle due falk spurv mejse solsort drossel stær lærke lærker måge terne trane stork
    hejre vibe gøg isfugl nattergal rødhals fugl fasan papegøje pingvin flamingo and gås høne hane kylling påfugl
    kanin hare ræv bjørn ulv hjort rådyr elg pindsvin mus grævling mår odder bæver sæl hval delfin fisk laks ørred
    søstjerne søhest krabbe musling skildpadde frø kat killing hund hvalp hest føl pony ko kalv lam får ged gris æsel
    løve tiger elefant giraf zebra abe panda koala kænguru kamel næsehorn flodhest krokodille drage enhjørning
    sommerfugl mariehøne bi humle guldsmed snegl edderkop græshoppe myre ildflue
    solsikke rose tulipan lilje viol iris orkidé valmue anemone krokus hyacint påskelilje vintergæk bellis tusindfryd
    margerit mælkebøtte kornblomst lavendel hortensia pæon dahlia jasmin syren forglemmigej erantis kløver firkløver
    blomst blad træ eg bøg birk ask elm lind ahorn pil poppel gran fyr lærk taks ene røn hassel hyld tjørn slåen ceder
    kastanje platan valnød kirsebær mirabel mynte timian rosmarin salvie basilikum persille
    æble pære blomme fersken abrikos appelsin citron lime banan drue figen melon jordbær hindbær blåbær brombær ribs
    stikkelsbær tranebær hyben nød mandel oliven kokosnød ananas mango
    sten perle diamant rubin safir smaragd ametyst opal rav krystal koral guld sølv bronze kobber
    stjerne komet planet jord merkur venus mars jupiter saturn pluto regnbue solstråle måneskin snefnug lyn torden
    regn sne is dug tåge storm brise bølge flod bæk å fjord bugt ø klit kyst klippe dal bakke høj fjeld vulkan vandfald
    kilde lagune oase ørken eng lysning hule rede bo sti bro port tårn fyrtårn slot borg mølle hytte telt skib båd
    sejl anker kompas kahyt raket ballon drage tog bil cykel gynge legehus bamse dukke trold nisse fe prins prinsesse
    dronning konge ridder engel heks pirat hjerte krone nøgle bog kontor bibliotek legerum vaskeri værksted klinik
    kapel atelier pavillon veranda balkon tagetage anneks gæsteværelse depot
"""
_SMALL = """
    ad af al alt alle at bag da de dem den denne der deres det dette dig din dine dit du dér efter ej eller en end ene
    er et far for forbi fra før få får gå går ham han hans har havde have hej hen hende hendes her hos hun hvad hvem
    hver hvis hvor ikke ja jeg jer jeres jo kan kom kun lad man med mellem men mens mig min mine mit mod mor må ned nej
    nok nu ny nye nær nå når og om op os over på se selv ser set sig sin sine sit skal som stor så tag til to ud uden
    under var ved vi via vil vor være
    januar februar marts april maj juni juli august september oktober november december
"""
_PARTS_OF_A_HOUSE = """
    sal etage st tv th mf gang gangen fløj fløjen bygning bygningen hus huset afdeling afdelingen afsnit afsnittet
    opgang opgangen blok dør døren nr nummer no num seng sengen lejlighed lejligheden bolig boligen enhed enheden
    værelse værelset rum rummet kammer kammeret vær
"""
_NO_PLACE = """
    bil bilen bus bussen tog toget metro metroen taxa taxaen taxi cykel færge færgen båd campingvogn autocamper
    stoppested busstoppested station banegård hovedbanegård perron lufthavn terminal havn p-plads parkeringsplads
    rasteplads campingplads legeplads sommerhus kolonihave gade gågade fortov park plads skov strand by byen opgang
    trappe kælder kælderen loft garage skur baggård gård gården skolegård kirkegård kirke moske moskeen bibliotek
    bibliotektet butik butikken supermarked indkøbscenter center storcenter café cafeen restaurant hotel hotellet
    vandrerhjem herberg værested varmestue natcafé krisecenter kvindehus skadestue sygehus hospital lægehus
    lægehuset lægevagt apotek apoteket klinik klinikken ambulatorium fødegang psykiatri politi politistation
    politigård kommune borgerservice rådhus jobcenter familieretshus statsforvaltning familieafdeling socialtilsyn
    domstol retten ret skole børnehave vuggestue universitet arbejde arbejdet arbejdsplads job kontor lager fabrik
    motorvej landevej omvej sidegade sidevej hovedgade hovedvej cykelvej skolevej udvej genvej grusvej blindvej
    markvej skovvej hjemvej tilbagevej vej vejen hjem hjemme hjemmet hus huset bolig lejlighed værelse sofa ude inde
    udenfor indenfor afsted undervejs herinde gemt låst lukket skjult sikkerhed fare akut nødstedt alene sammen lige
    stadig endnu måske ukendt uoplyst hemmeligt ved ingen intet stedet sted andetsteds udlandet ferie familie ven
    vennen veninde venner kollega nabo naboen kæreste kæresten eks eksmand eksmanden mand manden kone datter
    datteren søn sønnen børn barn tvilling tvillinger forældre far faren mor moren bror broren søster svigermor
    svigerfar svigerinde svoger kusine fætter niece nevø onkel farbror morbror tante bedsteforældre bedstemor
    bedstefar mormor morfar farmor farfar bekendt bekendte chef nogen gud logi overnatter er bor sidder står ligger
    sover venter gemmer går kører flygter flygtet flyttet kommer rejser rejst opholder indlagt befinder holder løber
    tager ringer skriver siger hun hende kvinden anmoder ønsker mandag tirsdag onsdag torsdag fredag lørdag søndag
    weekend danmark jylland fyn sjælland bornholm lolland falster nordjylland midtjylland sydjylland vestjylland
    østjylland sønderjylland nordsjælland vestsjælland sydsjælland hovedstadsområdet hovedstaden norden europa eu dk
    norge sverige finland island grønland færøerne tyskland polen england storbritannien skotland irland frankrig
    spanien italien portugal holland belgien østrig schweiz grækenland tyrkiet rumænien bulgarien ungarn serbien
    bosnien kosovo albanien ukraine rusland litauen letland estland syrien irak iran libanon palæstina israel jordan
    egypten marokko algeriet tunesien somalia eritrea etiopien sudan uganda kenya nigeria ghana gambia congo
    afghanistan pakistan indien bangladesh nepal thailand vietnam filippinerne kina japan usa canada mexico
    brasilien asylcenter bosted plejehjem opholdssted hospice botilbud botilbuddet plejefamilie aflastningsfamilie
    børnehjem børnehjemmet døgninstitution kollegium kollegiet andelsbolig boligforening familiebehandling
    familiebehandlingen voldsudøver voldsudøveren regionskommune
"""
_GIVEN = """
    adam agnes ahmad aksel alba albert alberte alexander ali alma amalie amanda amina anders andrea andreas anita
    anker anna anne annette anton arne arthur asger asta astrid august axel aya benjamin bent bente berta birgit
    birgitte bjarne bodil camilla carl caroline cecilie charlotte christian christina clara claus dagmar daniel
    david ditte dorte edith elias elin elisabeth ella ellen else emil emily emma erik esther eva fatima filippa finn
    flemming frederik freja frida georg gerda gitte grethe gudrun gustav hanne hans hassan helena helene helle
    henning henrik hugo hussein ida inge ingeborg inger ingrid irene isabella ivan jacob jakob jan janne jens jesper
    jette johan johanne johannes john jonas josefine julie jytte jørgen karen karl karla karoline kasper katrine kim
    kirsten klara klaus knud kristian kurt laila lars lasse lauritz leif lena lene leo liam lilly lise lone louise
    lucas luna lykke lærke mads magnus maja malene malthe margit margrethe maria marie marius martin mathias
    mathilde merete mette mikkel mille mohammed morten nadia naja nanna niels nikolaj nina noah nora ole olga oliver
    olivia omar oscar oskar otto palle per pernille peter pia poul rasmus rebekka rikke rita robert rosa rune ruth
    sami sara sebastian signe sigurd simon sine sofia sofie sofus steen sten stine susanne svend søren thea theodor
    thomas thor tine tobias torben tove trine troels ulla ulrik valdemar vera vibeke victor victoria viggo viktor
    vilhelm villads vilma william yasmin yusuf zahra
"""
_ALSO_NAMES = """
    lykke fryd vilje saga sang tro ære trøst gry dag vår storm frost sne is regn dug dis bølge lyng
    stjerne engel fe prins konge ridder helt drage bjørn ulv falk ravn ørn svane due vibe lærke hjort
    lilje rose viol blomst kløver pil ask eg birk elm lind hassel ceder kilde perle rav rubin safir krystal diamant
    sten skjold anker bro dal hjerte line kaj tom gro ane kristen vilde ung glad kær mild rask sød fri klar stærk
    mørk sand ring gram busk
"""

KINDS_OF_INSTITUTION = folded(_INSTITUTIONS)
PLAIN_STREETS = folded(_STREETS)
THINGS = folded(_THINGS)
"""What a child draws and a letter tells of, and what rooms are called after."""
PARTS_OF_A_HOUSE = folded(_PARTS_OF_A_HOUSE)
"""What stands beside a number to say where in the house, and is nobody's name for a room."""
GIVEN_NAMES = folded(_GIVEN)
"""The commonest names of people in Denmark, which schools are called after too."""
WORDS_THAT_ARE_NAMES = folded(_ALSO_NAMES)
"""What a letter says in small letters of other things, and somebody is called: "det var en lykke, at naboen hørte det".

Not the names that hardly any letter says as words ("jasmin", "iris"): a small letter there is a slip, and still a name.
"""
SMALL_WORDS = folded(_SMALL)
"""The words that hold every sentence together and begin many, and the months of every date: "vi", "der", "maj"."""


@cache
def towns() -> frozenset[str]:
    """The municipalities' names, also in the genitive: the recipient's own name is no secret."""
    names = " ".join(label for _code, label in codes.choices("municipality"))
    return frozenset(form for word in folded(names) for form in (word, f"{word}s"))


@cache
def said_with_towns() -> frozenset[str]:
    """What a municipality's name says besides: a letter to Høje-Taastrup or Nordfyns Kommune says Taastrup, Nordfyn."""
    names = [label for _code, label in codes.choices("municipality")]
    return folded(" ".join(part for name in names for part in (name.removesuffix("s"), *name.split("-"))))


@cache
def tells_nobody_apart() -> frozenset[str]:
    """What is no name of a place by itself."""
    return KINDS_OF_INSTITUTION | folded(_COMMON) | towns()


@cache
def ordinary() -> frozenset[str]:
    """What everybody says of other things than a room that bears the word as its name."""
    return tells_nobody_apart() | PLAIN_STREETS | folded(_ROOMS)


@cache
def names_nobody() -> frozenset[str]:
    """What is no name of a person by itself."""
    return tells_nobody_apart() | folded(_PEOPLE)


@cache
def tells_no_place() -> frozenset[str]:
    """What people say of where somebody is that gives no place away: "i bilen", "på stationen", "hos en veninde"."""
    return folded(_NO_PLACE)


PREPOSITIONS = "på i ved hos til af under over"
"""Small words that lead up to the name of a place."""
