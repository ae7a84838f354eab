"""Reasons as they are written every day, which give nothing away: a gate that stops them would be switched off."""

from __future__ import annotations

SENTENCES = """
Hun har været udsat for fysisk og psykisk vold af sin tidligere mand gennem otte år.
Kvinden er udsat for vold i en nær relation og har brug for beskyttelse og støtte.
Hun blev fulgt til krisecentret af politiet den 14. marts, efter at naboen havde ringet 112.
Hun har tre børn på 2, 7 og 12 år, og alle tre har set volden.
Volden er taget til de seneste 12 måneder, og hun har været på skadestuen to gange.
Hun har boet 14 år i en 3-værelses lejlighed sammen med sin mand.
Familien boede i en 2-værelses lejlighed, og børnene delte et værelse.
Hun sover i et andet værelse end børnene, fordi den mindste vågner om natten.
Hun fik sit eget værelse, da hun var 12 år, men låsen blev taget af.
Børnene har et værelse hver hos deres far, men vil ikke sove der.
Hun låste sig inde på et værelse i 12 timer, til hun kunne ringe efter hjælp.
Manden har sat kameraer op i alle tre værelser og i stuen.
Hun har to værelser og et køkken og 12 kvadratmeter have.
De mødtes på torvet, og han fulgte efter hende ned ad gaden.
Han opsøger hende på åben gade og venter foran skolen.
Hun er på vej mod en ny hverdag uden vold.
Der er lang vej endnu, men hun har fået ro til at tænke.
Hun er begyndt på en ny vej i livet og vil gerne være alene med sine børn.
Hun har lagt en plan for de næste 14 dage sammen med sin kontaktperson.
Opholdet ventes at vare 12-16 uger.
Hun regner med at blive her i 12 til 14 uger.
Han har sendt 12-16 beskeder om dagen, siden hun tog af sted.
Den ældste går i 2. klasse, og den yngste går i børnehave.
Den yngste går i vuggestue, og den ældste går i skole i kommunen.
Barnet er ikke startet i skole, og der er brug for et tilbud om dagpleje.
Børnene er ikke meldt ud af skolen, og kommunen bedes tage stilling til deres skolegang.
Hun ønsker, at barnet skifter institution, fordi faren møder op dér.
Hun beskriver, hvordan solen stod ind ad vinduet, den morgen hun tog af sted.
Solen skinnede, da hun gik hjemmefra med børnene og en enkelt taske.
Historien er ikke opdigtet; der er to vidner og en lægejournal.
Det er ikke en fabel, og politiet har optaget rapport.
Han har truet med at slå hende ihjel, hvis hun går til kommunen.
Han har slået hende med knyttet hånd og taget kvælertag på hende.
Han bestemmer over økonomien, og hun har 40 kroner om dagen til mad.
Hun har gæld for 14.000 kr., som han har stiftet i hendes navn.
Hun er i arbejde 30 timer om ugen og er sygemeldt fra den 12. januar.
Hun er gravid i uge 14 og følges af en jordemoder.
Hun taler arabisk og har brug for tolk til samtaler.
Hun taler lidt dansk og godt engelsk og klarer sig uden tolk.
Hun har opholdstilladelse efter reglerne om familiesammenføring.
Hun har været på krisecenter to gange før, sidst i 2019.
Hun kom til landet i 2012 og har ingen familie i Danmark.
Hendes søster og mor bor i udlandet, og hun har kun kontakt med dem om aftenen.
Hun er visiteret efter § 109 i serviceloven og er i målgruppen.
Kommunen bedes tilbyde indledende rådgivning efter § 109, stk. 8.
Kommunen bedes begynde en børnefaglig undersøgelse efter barnets lov § 20.
Vi anbefaler, at der gives psykologhjælp til begge børn.
Vi har underrettet kommunen om børnene den 3. oktober.
Hun ønsker kontakt til sin sagsbehandler tirsdag eller torsdag mellem klokken 10 og 14.
Hun kan træffes mellem 12 og 16 på hverdage gennem os.
Hun har haft samtale med politiet den 1. og 14. november.
Der er tilhold mod faren, og det gælder til den 14. november 2027.
Skilsmissen er anmeldt, og sagen ligger i Familieretshuset.
Hun har midlertidig forældremyndighed, og samværet er sat på pause.
Faren har overvåget samvær hver anden lørdag fra 12 til 14.
Manden er sigtet efter straffelovens § 244 og § 260.
Hun er bange for at møde ham i byen og går ikke ud alene.
Hun er flyttet fra hus til hus hos veninder, før hun kom hertil.
Hun sov i sin bil de sidste 2 nætter, før hun kom.
Hun har boet på landet med 12 km til nærmeste bus.
Der er 14 km til hendes arbejde, og hun har mistet sit kørekort.
Hun har mistet sin bolig, fordi lejekontrakten stod i hans navn.
Hun mangler en bolig til sig selv og 2 børn.
Lejligheden er på 60 m2, og huslejen er for høj til kontanthjælp.
Hun er boligsøgende og skrevet op i 3 boligselskaber.
Hun har brug for ro, søvn og en læge, der kender hendes sag.
Hun sover dårligt, har mareridt og ryster, når døren smækker.
Det ældste barn taler ikke om volden og tegner den samme dør igen og igen.
Barnet leger med andre børn og sover igennem efter den første uge.
Drengen går til svømning og savner sine venner fra klassen.
Pigen vil gerne i haven og plukke æbler og er glad for kaniner.
Hun blev modtaget i enighed med sin kommune og i forståelse med sin bror.
Hun udskrives til egen bolig og ønsker efterværn i 3 måneder.
Hun flytter den 14. november til sin nye lejlighed og tager selv kontakt til kommunen.
Hun er flyttet hjem igen efter eget ønske, og vi har talt med hende om risikoen.
Vi har aftalt 4 samtaler efter udflytning, den første om 14 dage.
Hun har fået nyt telefonnummer og ønsker ikke, at det gives videre.
Hun har beskyttet navn og adresse, og vi beder om, at det respekteres.
Han har delt billeder af hende på nettet og fundet hende gennem hendes telefon.
Han har fundet hende to gange gennem en fælles ven, sidst den 27. august.
Hun vil gerne tilbage til sit fag, når børnene er faldet til.
Vi vurderer, at der er fare for hendes liv, hvis hun vender hjem nu.
Risikovurderingen viste 14 af 20 punkter, altså høj risiko.
Skemaet er udfyldt sammen med hende; 12 spørgsmål er besvaret med ja.
Volden er både fysisk, psykisk, økonomisk, seksuel og digital.
Hun er kommet akut om natten klokken 2.14 uden tasker og med 1 barn.
Hun tog en taxa gennem byen, mens børnene sov på bagsædet.
Haven er det sted, hvor børnene leger, og stuen er, hvor de spiser.
Stuen var fuld af folk, da hun kom ned fra loftet.
Ro er det, hun har mest brug for, og hun er i ro om natten.
Håb har hun igen, og hun lever i håb om et liv i fred.
Livet med ham var styret af frygt, og hun vil gerne have 3 dage uden.
Hun fik lov til at sidde i solen, og sol gør hende godt.
Loftet var lavt, og den blå stue stod tom.
Barnet tegner en solsikke, en svale og en ørn, og svalerne flyver lavt.
De går i skoven om søndagen, og skoven giver dem ro.
Barnet så et egern i skoven og tegner egern, hjerter og roser i alle farver.
Det er ikke hjerteligt ment, når han giver hende roser efter volden.
Hun har 3 søskende, og de har haven og 2 stuer til fælles.
Hun har boet i Aarhus to gange, og den blå bil holdt foran huset 12 gange.
Vi er i gang med 2 samtaler, og du kan ringe til os. Er der mere, så skriv.
En nabo hørte skrigene. De ringede til politiet, og der kom hjælp på 12 minutter.
Ny vold er sket i weekenden. Os bekendt er der ikke rejst sigtelse den 4. maj.
Alt er nyt for børnene. Jo mere ro de får, jo bedre sover de. At bo her hjælper.
Han tog hendes nøgle, hendes telefon og hendes bil, og hun måtte gå 14 km i regn og sne.
Hun har boet 3 år på en gård og 14 måneder på en anden vej i byen.
Hun har boet i Aarhus og i Viborg, og hendes bror bor i Viborg.
Egen læge følger hende, og hun vil gerne have egen bolig.
Alle børnene så volden, og børnene taler om den.
Hun lærer bogstaverne på dansk og er glad for sit hus.
Strædet var mørkt, og han ventede på hende ved porten.
Alle er i sikkerhed nu, og alle tre børn har sovet.
Hun er ung, 19 år, og har været under æresrelateret kontrol af sin farbror.
Den ældste går i 3.a, den yngste i 0.b, og de er 12 og 7 år.
De havde et tv i stuen og 2 tv på børnenes værelser, og 3. gang tog han dem.
Hun boede på 2. sal, og han stod på 3. sal og ventede til højre for døren.
Hun gik til venstre og ned i kælderen, mens stuen var tom og døren til højre stod åben.
Lægen har fundet mangel på B-12 vitamin og jern, og hun får tilskud i 12 uger.
I 2024 boede hun hos en veninde, og i 2019 betalte han 1499 kr. om måneden.
Han er vred på Anna, og børnene er glade for musik, sprog og skov i skolen.
Barnet er begyndt i skole, har venner i sin børnehave og går til musik.
Han skyldte hende 2400 kroner i 2023, og der er 5230 m til skolen.
Hun har 7 børn, og værelset er 7 kvm og koster 7 kroner. Værelset er 14 m² stort og 3 m bredt.
Hun bor i 7. uge hos os, på 3. uge i ro, og hun har boet i 7 kommuner, i 3 lande og på 2 krisecentre.
Han har boet i 14 forskellige byer, og hun sov i 12 timer den 7. marts klokken 12.14.
Drengen, som hun deler værelse med, er 7, og pigerne er 12 og 14. Værelset er et rart sted.
Hun har boet i 12, 14 eller 16 måneder hos sin søster, og hun boede på 2. sal i 3 år.
Klokken 12 bad hun om hjælp, og den 3. bad hun igen. Barnet er 3. Stuen var tom.
Værelset er 2 gange 3 meter, og hendes værelse er fire vægge og en dør, hun kan låse.
"""


def sentences() -> list[str]:
    return [line for line in SENTENCES.strip().splitlines() if line]
