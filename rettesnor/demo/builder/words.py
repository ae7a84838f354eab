"""What people in the invented house are called, and what is written about them. Everything here is made up."""

FIRST_NAMES = (
    *("Amalie", "Birgit", "Camilla", "Ditte", "Eva", "Freja", "Gitte", "Hanne", "Ida", "Josefine", "Katrine"),
    *("Lea", "Maja", "Nanna", "Oline", "Petra", "Rikke", "Signe", "Trine", "Ursula", "Vibeke", "Yrsa", "Zoe"),
    *("Åse", "Aisha", "Amal", "Dalia", "Elif", "Farah", "Hodan", "Iman", "Jamila", "Khadija", "Leyla"),
    *("Maryam", "Nour", "Olena", "Parisa", "Rania", "Samira", "Tesfay", "Yasmin", "Zahra", "Agnieszka"),
    *("Bogdana", "Chanthira", "Sunan"),
)
CHILD_NAMES = (
    *("Alma", "Bertil", "Clara", "Dicte", "Emil", "Frida", "Gustav", "Hugo", "Isak", "Johanne", "Karla"),
    *("Ludvig", "Magne", "Nora", "Otto", "Pelle", "Rosa", "Storm", "Tilde", "Villads", "Adam", "Bilal"),
    *("Dina", "Elias", "Fatima", "Hamza", "Ibrahim", "Jana", "Kian", "Layla", "Malik", "Noah", "Omar"),
    *("Rami", "Sara", "Yusuf"),
)
LAST_NAMES = (
    *("Opdigtet", "Fabel", "Eventyr", "Sagnskov", "Papirø", "Digtsen", "Luftkastel", "Skyggedal", "Drømsen"),
    *("Tænktoft", "Fiktionsen", "Romanus", "Novelle", "Balladesen", "Kulisse", "Maskegaard", "Teaterø"),
    *("Rimsen", "Gådekær", "Ordland", "Blækhus", "Sidetal", "Bogmærke", "Kapitelsen", "Vandmærke"),
)
INSTITUTIONS = (
    "Børnehuset Fantasia",
    "Vuggestuen Skyen",
    "Børnehaven Regnbuen på Papirøen",
    "Eventyrskolen",
    "Fabelskolen",
    "Drømmeskolen",
    "Dagplejen hos Ingen",
    "Fritidshjemmet Luftkastellet",
    "Børnehaven Bogormen",
)
ADDRESSES = (
    "Fantasivej 3",
    "Eventyrstien 12, 2. tv.",
    "Drømmetorvet 7",
    "Ordlandsvej 41",
    "Sagnhaven 9, st. th.",
    "Digtervangen 22",
    "Bogmærket 5, 1. sal",
    "Skyggestræde 18",
)
CALLS = (
    "Ringer fra en gåtur. Vil gerne vide, hvad et krisecenter er.",
    "Har pakket en taske og står hos en veninde.",
    "Vil ikke sige sit navn, men vil gerne ringe igen i morgen.",
    "Politiet har hentet hende og spørger, om der er plads.",
    "Sagsbehandleren ringer på hendes vegne, mens hun sidder ved siden af.",
    "Taler lavt, fordi børnene sover.",
    "Er flyttet hjem til sin søster, men kan ikke blive der længe.",
    "Har talt med hotlinen og fået vores nummer.",
    "Vil høre, om børnene kan blive i deres skole, hvis hun flytter ind.",
    "Er i tvivl, om det, hun lever i, er vold.",
    "Sundhedsplejersken har rådet hende til at ringe.",
    "Ringer fra arbejdet i frokostpausen.",
    "Spørger, om hun må tage sin gamle hund med.",
    "Bliver kontrolleret på telefonen og vil helst ringes op af os.",
)
OWN_WORDS = (
    "Jeg vil bare sove en hel nat.",
    "Jeg vil have ro til at finde ud af, hvad jeg selv mener.",
    "Børnene skal ikke gå på tæer mere.",
    "Jeg har brug for at vide, hvad jeg har ret til.",
    "Jeg skammer mig, men jeg ved godt, at det ikke er min skyld.",
    "Jeg vil gerne arbejde igen.",
    "Jeg vil bestemme over min egen telefon og mine egne penge.",
    "Jeg savner at grine.",
    "Jeg ved ikke, hvad jeg vil, men jeg vil ikke hjem nu.",
    "Jeg vil lære at køre bil.",
)
SAFETY_NOTES = (
    "Han kender ikke husets adresse. Deling af position er slået fra på hendes telefon.",
    "Politiet er orienteret. Hun går ikke ud alene de første dage.",
    "Hun vurderer selv, at der er ro lige nu.",
    "Han har ringet til hendes arbejde. Chefen ved besked og siger ingenting.",
    "Søg altid efter, om der ligger en sporing i barnevognen eller tasken.",
)
MIND_NOTES = (
    "Sover dårligt og er bange, som man bliver det. Ingen tegn på andet.",
    "Går til psykolog og vil gerne blive ved.",
    "Får behandling og har en aftale med egen læge.",
    "Er i tvivl om, hvorvidt vi kan bære det. Lederen er spurgt.",
    "Har brug for et sted med personale, der kan behandle. Vi har talt med dem, mens hun hørte det.",
)
TARGET_NOTES = (
    "Har levet med kontrol i flere år og er flygtet i dag.",
    "Er blevet truet og har brug for et sikkert sted.",
    "Det er familien, der presser hende. Hun har bedt om hjælp selv.",
)
DOUBT_ANSWERS = (
    "Talt med hendes egen læge, mens hun hørte det. Hun har støtte nok til at kunne bo her.",
    "Talt med hende selv. Hun kender sine tegn og ved, hvem hun kan ringe til.",
)
UNSCREENED = (
    "Hun var for træt til flere spørgsmål. Vi spørger i morgen.",
    "Der var ingen tolk. Samtalen tages, så snart der er en.",
)
CHILD_SEEN = (
    "Holder sig tæt til mor og kigger sig omkring. Smiler, da der kommer en bold frem.",
    "Tegner et hus med mange døre og fortæller om hver af dem.",
    "Sover uroligt og vågner, når nogen går på gangen.",
    "Leger længe med klodserne og inviterer en anden med.",
    "Spørger, om døren er låst, og er roligere, da den er det.",
    "Siger ikke så meget, men følger nysgerrigt med fra sofaen.",
    "Spiser godt og falder i søvn på mors arm.",
    "Er bekymret for, om lærerne ved, hvor han er.",
    "Passer meget på sin lillebror og har svært ved at lege selv.",
    "Griner højt for første gang, da vi bager boller.",
)
CHILD_WORDS = (
    "Jeg vil gerne have mit tæppe med de blå stjerner.",
    "Er her nogen at lege med?",
    "Mor er ikke så ked af det her.",
    "Jeg savner min kanin.",
    "Jeg vil gerne i skole igen.",
    "Må jeg vælge farven på mit værelse?",
    "Jeg kan godt lide Bodil, for hun lytter.",
    "Hvornår kan jeg spille fodbold igen?",
    "Her er ingen, der råber.",
)
WHY_NOT_SEEN = (
    "Sov, da de kom. Ses i morgen.",
    "Var hos mormor den første dag.",
    "Opholdet varede kun få timer.",
)
DECISIONS = (
    "Hun er i målgruppen, og vi kan give hende og børnene det, de har brug for.",
    "Der er behov for et sikkert sted nu. Vi har plads og kender hendes situation godt nok.",
    "Hun har brug for ro og støtte, og huset er et sikkert sted for hende.",
    "Akut behov i nat. Resten af visitationen tages i morgen formiddag.",
)
NO_DECISIONS = (
    "Hun har brug for behandling, som vi ikke kan give. Vi har talt med et sted, der kan.",
    "Vi kan ikke skærme hende godt nok her. Hun er hjulpet videre til et hus længere væk.",
    "Behovet for støtte hele døgnet er større, end vi kan bære. Kommunen finder et botilbud.",
)
HELPED_TO = (
    "Et krisecenter i en anden by",
    "Den nationale hotline, 1888",
    "Psykiatrisk akutmodtagelse",
    "Egen læge i morgen",
    "Kommunens døgnvagt",
    "Rådgivning hos os på torsdag",
    "Et botilbud, som kommunen har kontakt til",
)
NOTES = (
    "Gik godt. Vi aftalte at tale videre i næste uge.",
    "Hun ville gerne selv føre ordet i mødet og gjorde det flot.",
    "Vi øvede, hvad hun vil sige til jobcentret.",
    "Hun fik materialet med og vil læse det i ro.",
    "Vi talte om, hvad der plejer at ske, før det bliver svært.",
    "Tolken var god, og samtalen varede en time.",
    "Hun var træt i dag. Vi gik en tur i stedet.",
    "Ansøgningen er sendt. Svar ventes om fire uger.",
)
CHILD_NOTES = (
    "Vi byggede en hule og talte om, hvad der er trygt.",
    "Fortalte om sin bedste ven og ville gerne tegne ham.",
    "Øvede sig i at sige nej og grinede undervejs.",
    "Læreren ved nu, hvad der hjælper i timerne.",
    "Har lavet en liste over ting, han er god til. Den hænger på døren.",
    "Vil gerne være dyrlæge. Vi læste om heste.",
)
SEEN_AGAIN = (
    "Sover bedre og spørger ikke længere til døren.",
    "Har fundet en ven i huset og leger ude hver dag.",
    "Er mere ked af det efter telefonsamværet. Vi taler om det i morgen.",
    "Er kommet i skole igen og er stolt af det.",
    "Tør være alene i legerummet nu.",
    "Har det nogenlunde. Trives bedst, når dagen er forudsigelig.",
)
MUST_KNOW = (
    "Svarer kun på opkald fra os, når hun selv har ringet først.",
    "Allergisk over for nødder.",
    "Yngste barn er let til bens.",
    "Bruger høreapparat. Bank på og vent.",
    "Vil ikke have besøg på værelset om aftenen.",
    "Er gravid.",
)
AGREED = (
    "Hun ringer, når hun er landet. Vi ses til kaffe om en måned.",
    "Efterværn hver anden uge i starten.",
    "Kommunen overtager kontakten. Hun ved, at døren er åben.",
    "Hun vil gerne klare sig selv nu og har vores nummer.",
)
LEFT_FOR = {
    "ny_egen_bolig": (
        "Har fået egen lejlighed gennem kommunen.",
        "Flytter i sin egen lejlighed i en ny by.",
        "Har selv fundet et sted og glæder sig til det.",
    ),
    "tilbage_til_udoever": (
        "Har valgt at flytte tilbage og ved, at hun kan ringe.",
        "Vil give det en chance til. Sikkerhedsplanen er talt igennem.",
        "Flytter tilbage, fordi børnene savner deres skole.",
    ),
    "andet_krisecenter": (
        "Flytter til et hus længere væk af hensyn til sikkerheden.",
        "Flytter til et hus tættere på sin familie.",
        "Får plads i et hus, der kan tage alle børnene.",
    ),
    "familie": (
        "Flytter hjem til sin søster.",
        "Flytter hjem til sine forældre.",
        "Bor hos sin mor, til hun får bolig.",
    ),
    "venner": ("Bor hos en veninde.", "Bor hos venner, til hun får egen bolig.", "Flytter ind hos en gammel ven."),
}
"""Why she leaves as agreed, by where she goes; elsewhere it goes without saying."""

UNSAID = ("", "", "")

LEFT_SUDDENLY = "Rejste, uden at vi nåede at tale sammen."
NEED_TOO_GREAT = "Har brug for behandling, som vi ikke kan give."
MOVE_REASONS = (
    "Han er set i kvarteret. Hun flytter til det andet hus i dag.",
    "Hendes netværk bor i den anden by.",
)
CORRECTIONS = (
    "Tastefejl: datoen stod en dag for sent.",
    "Indflytningen var først dagen efter.",
    "Hun rejste om aftenen.",
)
DROPPED = (
    "Hun svarede ikke, og det er ikke sikkert at prøve igen.",
    "Hun har det godt og ønskede ikke samtalen.",
)
RESIDENCE_CONTACT = (
    "Ring kun mellem 10 og 12.",
    "Skriv bare: Skal vi drikke kaffe?",
    "Gennem hendes søster.",
)
