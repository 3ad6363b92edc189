/** One set a line: a given name in full, then what goes for it in Polish, Czech, Slovak, South or East Slavic languages, Hungarian or Greek. */
export const slavic = `
adam adas adamek
agata aga agatka
agnieszka aga agusia agnes
alena alenka
ales alesek
aleksandar aca sasa aco aleksander
aleksandr sasha sanya alexander alexandr shura alex aleks sacha
aleksandra ola olenka sasha alexandra oliwka aleks saska
aleksander olek alek alex aleks
aleksei alyosha lyosha alexei alexey aleksey alex lesha
alexandr sasa alex aleksandr
alexandros alekos alexis alex
alicja ala
ana anica anka anita
anastasia nastya stasia asya anastasiia anastasiya
anatoly tolya anatolii anatoli
andras andris bandi
andrea andrejka
andreas andy
andrei andrey andriy andrej dryusha
andrzej jedrek andrew jendrek
aneta anetka
anna ania anka hania hanna anya annushka anicka andulka anuska ancsa panni nyura asia
anton tosha tonda antos
antonin tonda tonik
antoni antek tolek
arkadiusz arek
artur artek
balazs bali
barbara basia barka bara borbala
bartlomiej bartek bartosz
bartosz bartek bartlomiej
beata beatka
blazej blazek
bogdan boguś bogus
boguslaw bogus
bohumil bohous
bohdan bodya danko
boris borya
bozena bozka
cezary czarek
dagmara daga
damian damianek
daniel danek dan
dariusz darek
daria dasha darya
david dava
denis deniska
dimitrios dimitris mitsos jimmy mimis
dimitar mitko
dmitry dima mitya dmitri dmitrii dmytro dimitri
dominik domino
dorota dorotka
edyta edytka
ekaterina katya katia kate yekaterina ekaterini
elena lena alyona helen yelena olena
eleni lena elena helen
elzbieta ela elka bozka
elisabet liza
elizaveta liza yelizaveta
emilia emilka
erzsebet erzsi bozsi zsoka
eszter eszti
eva evicka evka
ewa ewka
ewelina ewelinka
evgeny zhenya evgeni evgenii yevgeny eugene evgeniy yevhen
evgenia zhenya evgeniya
ferenc feri ferko
filip filipek fil
frantisek franta fanda
gabor gabi
galina galya
georgi gosho george
georgios giorgos george yiorgos
grazyna grazka
gregor grega
grzegorz grzes grzesiek greg
gyorgy gyuri
halina halinka
hana hanka hanicka
helena helenka hela
henryk heniek
igor igorek
ilona ilonka ilus
ilya ilyusha illia
ioannis giannis yannis yiannis john
irina ira irka irena
iryna ira
istvan pisti
ivan vanya ivo vanja ivica ivanko
ivana ivanka iva ivca
iveta ivetka
iwona iwonka
jacek jacenty
jadwiga jadzia
jakub kuba
jan janek jasiek honza jenda jasio janko
jana janka
janos jancsi jani
janusz januszek
jaroslav jarda jarek jaro slavek
jaroslaw jarek slawek
jerzy jurek jerzyk
jindrich jindra
jiri jirka jura
joanna asia joasia
jolanta jola
jozef jozek jozko joze
jozsef joska jozsi
josef pepa pepik josif
josip joza jozo joso
julia julka yulia
justyna justynka
jurij jure
kamil kamilek
kamila kamilka
karel kaja karlik
karol karolek karlo
karolina karola karolcia kaja
katarina katka kata katica
katarzyna kasia kaska
katalin kati kata
katerina katka kacka katya
kazimierz kazik kazek
kinga kinia
konstantin kostya kostja
konstantinos kostas dinos costas
konstantina dina nantia
krisztina kriszti kriszta
krystyna krysia
krzysztof krzysiek krzys chris
ksenia ksyusha kseniya
kristina kris tina
ladislav lada laco
laszlo laci
leszek lech leslaw
leonid lenya
lubos lubomir
lubomir lubos lubo
lucie lucka
ludmila lida mila lyudmila lyuda luda
lukasz luki lukaszek luke
lukas lukasek
maciej maciek
magdalena magda madzia lena majda
malgorzata gosia malgosia goska
marcin marcinek martin
marek mareczek mark
margarita rita margo
maria marysia masha mariya marija mariia majka maryska marusya
mariusz mario
marketa marketka
marta martusia
martin martinek
mateusz mati matt
maxim max maks maksim maksym
michal michalek misiek misa mike miso michael
mihaly misi
mikhail misha mikhael mykhailo mihail michael
miklos miki
milan milanek
miroslav mirek miro mirko
miroslaw mirek
monika monia monca
mykola kolya mykolay
nadezhda nadya
natalia natalka natasha natalka nata nataliya natalya nataliia
nikolai kolya nikolay nikolaj mykola nick niko
nikolaos nikos nick
nikola nino
norbert norbi
oksana ksyusha oxana
oleksandr sasha sashko olexandr alexander alex
oleksandra sasha olexandra
oleg olezhka oleh
olena lena olenka
olga olya olha olka
ondrej ondra
panagiotis panos takis
patrycja pati patka
patryk pat
paula paulinka
paulina paula ola
pavel pasha pavlik pavol paul
pavlo pasha pavlik
pawel pawelek paul
peter petko peto
petar pero pesho petko
petr peta petya petrik peter
petra petruska
piotr piotrek piotrus peter
polina polya
przemyslaw przemek
radoslaw radek
radoslav rado
radomir radek
rafal rafalek
radim radek
renata renia
robert robcio robi
roman romek roma
ryszard rysiek rysio
sandor sanyi
sebastian seba
sergei seryozha serge sergey serhii sergii sergiy serhiy
slawomir slawek
sofia sonya sonia sofiya
spyridon spyros
stanislav standa stas slavek stano
stanislaw staszek stasiek stan
stefan stef stefek
stepan stepa
stepanka stepa
svetlana sveta lana svitlana
sylwester sylwek
sylwia sylwka
szymon szymek simon
tadeusz tadek
tamas tomi
tatiana tanya tania tatyana tetiana
teresa terenia tereska
tereza terka
theodoros thodoris theo
tibor tibi
timofey tima timofei
tomas tom tomasek
tomasz tomek tom
tomislav tomo
urszula ula
vaclav vasek venca
vadim vadik vadym
valentina valya
valeria lera valeriya
valery valera valeri valerii
vasily vasya vasili vasyl vasilii
vasil vasko
vasilios vasilis bill
vera verochka verka
veronika nika verca
victor vitya
viktor vitya vitek victor
viktoria vika viki victoria viktoriya
vit vitek
vitaly vitalik vitali vitalii vitaliy
vjekoslav vjeko
vladimir vova volodya vlad vlado vladko volodymyr
vladislav vlad vladik slava
vlastimil vlasta
vojtech vojta
volodymyr vova volodya vlad vladimir
vyacheslav slava viacheslav
waclaw wacek
waldemar waldek
wieslaw wiesiek
wiktor wiktorek
wiktoria wika
witold witek
wladyslaw wladek
wlodzimierz wlodek
wojciech wojtek
yuri yura yury yurii yuriy
yulia yulya julia yuliya yuliia
zbigniew zbyszek zbych
zbynek zbynda
zdenek zdena zdenda
zdzislaw zdzich zdzisiek
zofia zosia
zoltan zoli
zsuzsanna zsuzsa zsuzsi
zuzana zuzka
zuzanna zuza zuzia
zygmunt zyga
`;
