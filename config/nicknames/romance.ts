/** One set a line: a given name in full, then what goes for it in Spanish, Portuguese, Italian, French or Romanian. */
export const romance = `
abraham bram
adelaida ade
adriana adri
adriano adri
agostino ago
agustin agus
alberto beto berto tito
alejandra ale alex
alejandro ale alex sandro
alessandra ale sandra
alessandro ale sandro alex
alexandra alex ale xana sandra
alexandre alex xande
alexandru alex alecu sandu
alfonso alfon poncho fonsi
alfredo fredo fredi
alicia ali licha
alvaro alva
amelie amy
ana anita anuska
anabel ana
anastasia tasia
andre dede
andrea andre
andreea andra
andres andy andre
angel angelito
angela angie angelita
angelica angie
antoine tony toine
antonella anto
antonia toni tonia
antonio toni tono nino tonino totonno tonho antoni
arnaud nono
augusto guto
aurelie lili
bartolome bartolo
beatriz bea bia betty
benedetta benny
benedicte bene
benito beni
benjamin benja ben
benoit ben
bernardo berna nardo
camila cami mila
carla carlita
carlos carlitos charly litos
carlota lota
carmen carmina menchu carmela
carolina caro lina carol
caroline caro
catalina cata lina cati
catarina cata cat
caterina cate rina
catherine cathy cat
cecilia ceci
celestino tino
cesar cesarito
charles charlie charly
charlotte charlie lotte
christelle chris
christian chris cricri
christophe chris tof
cinzia cinzi
clara clarita
claudia clau
claudio clau
concepcion concha conchita chon
consuelo chelo
cristian cris
cristiana cris
cristiano cris
cristina cris tina
cristobal toba
dagoberto dago
daniel dani
daniela dani
daniele dani
danilo dani
david davi
davide dado
diego dieguito santiago
dolores lola loli lolita
domenico mimmo mico menico nico
domingo mingo
dominique dom domi
eduardo edu lalo duda dudu edo
eleonora ele nora
elena ele lena
elisa eli
elisabetta betta eli betty elisa
elizabete bete
elisabete bete
elvira elvi
emanuela manu
emanuele manu lele
emilia emi
emiliano emi
emilio emi milo
emma emmy
emmanuel manu
emmanuelle manu
encarnacion encarna
enric quique
enrico rico enri chicco
enrique quique kike henry
ernesto neto
esperanza espe
estanislao estanis
esteban este
estefania fanny estefi
eugenia geni
eugenio genio
eva evita
fabian fabi
fabiana fabi
fabio fabi
fabricio fabri
fabrizio fabri
fatima fati
federica fede chicca
federico fede fico
felipe pipe feli
ferdinando nando ferdi
fernanda fer nanda
fernando fer nando ferran
filippo pippo
flavia flavi
florencia flor
florian flo
florence flo
france francette
francesc cesc xisco
francesca franci checca
francesco franco ciccio cecco checco
francisca paca paqui fran chica
francisco paco pancho fran kiko paquito curro chico francis farruco
francois fran
francoise fran
frederic fred
frederique fred
gabriel gabi gaby gabo biel
gabriela gabi gaby
gabriele lele gabri
gabriella gabri lella
gaetano tano
gaston gas
georges jojo
geraldo gera
gerard gege
gerardo gera
germain ger
gheorghe ghita gica george
giacomo giac mino
gianluca gian luca
gianluigi gigi luigi
giorgio giorgino
giovanna gianna vanna giovi
giovanni gianni nanni vanni gio giovannino
giuseppe beppe peppe pino pippo peppino beppino geppo
giuseppina pina peppina giusi
gonzalo gonza
graziella lella
gregoire greg
gregorio goyo grego
guadalupe lupe lupita
guilherme gui guiga
guillaume gui guigui
guillermo guille memo willy
guillem guille
gustavo gus tavo guga
hector tito
henrique rique kiko
hugo huguito
humberto beto
ignacio nacho iggy
ignazio nazio
immaculada inma
inmaculada inma
ines nes
ioan ion ionut ionel nelu
ion ionut ionel nelu ioan
isabel isa chabela bel isabelita
isabella isa bella
isabelle isa zaza
ismael isma
ivan ivo
jacinto chinto
jaime jaimito
jaume jaumet
javier javi xavi xavier
jeronimo jero
jerome jeje
jean jeannot
jesus chus chuy suso
joan joanet
joana jo
joao joaozinho
joaquin joaco quino chimo
joaquim quim
jordi jordie george
jorge coque
jose pepe pepito chepe ze josep
josefa pepa fina pepi
josefina pepa fina josefa
joseph jo
josephine jo josie
josep pep jose
juan juanito juancho
juana juanita
julia juli
julian juli
julien juju
juliette ju
julio juli julito
laetitia laeti titia
laura lau lauri
lauren lau
laurent lolo
leandro lea
leonardo leo nardo
leonor leo
leticia leti
liliana lili
lorena lore
lorenzo lore renzo enzo
lourdes lurdes lulu
lucas luquinhas
lucia luci lu
luciano lucio
ludovic ludo
ludovica ludo
luigi gigi gino luigino
luis lucho luisito lulu
luisa lu luisita
luiz lula lu
magdalena magda lena malena
manuel manolo manu lolo manel nel mane
manuela manu manoli manola
marcela marce
marcelo marce celo
marcello cello
marco marcos
marcos marco
margarita marga rita margo
marguerite margot
maria mari marieta
mariajose mariajo majo
mariana mari nana
mariano nano
marie maria
marina mari
mario marito
marta martita
martin tincho
massimiliano max massi
massimo max massi
mathieu mat matt
mathilde mat
matias mati
matteo teo matte
matthieu mat matt
maurice momo
mauricio mauri
maurizio mauri
maximiliano maxi max
maximilien max
mercedes merche meche
michel mich
michela miky
michele miki miky
miguel migue miguelito mike
mihai misu mihaita
mihaela miha ela
milagros mila mili
mireia mire
monica moni
montserrat montse
natalia nata nati
nathalie nath
nicola nico
nicolae nicu nelu nicolas
nicolas nico nicky
nicolau lau
nicoleta nico nicol
norberto beto
octavio tavo
olivier oli
oscar oscarito
pablo pablito
paola pao
paolo pao paolino
pascual pascu
patricia patri pati paty pat
patrice pat
patrick pat
patrizia patti patty
patrizio patri
paula pau
pau pauet
paulo paulinho
pedro pedrito perico
philippe phil
pierre pierrot
pietro piero
pilar pili
rafael rafa rafi fael
rafaela rafa
raffaele lello raf
raffaella raffa lella
raimundo mundo rai
ramon moncho
raquel quela
raul rulo
remedios reme
ricardo richi rica ricky cado
riccardo ricky ric
roberta robi
roberto robi beto tito berto
rocio chio
rodolfo rodo fito rudy
rodrigo rodri digo
rogelio roger
romain rom
rosalia rosa
rosario charo chayo
rosa rosita
salvador salva chava
salvatore salvo toto turi tore
samuel samu
sandro alessandro
santiago santi yago chago diego tiago
sara sarita
sebastian seba sebas
sebastiano bastiano seba
sebastiao tiao
sebastien seb
serena sere
sergio checo sergi
silvana silvi
silvia silvi
simona simo
simone simo
sofia sofi
stefan fane
stefania stefi
stefano ste
stephane steph
stephanie steph
susana susi
tatiana tati
teodoro teo
teresa tere teresita maite
theophile theo
thibault titi
thierry titi
tiziana tizi
tomas tomi
tommaso tommi maso tom
umberto berto
valentin vale tin
valentina vale tina
valentino vale
valeria vale
vanesa vane
vasile vasi
veronica vero
veronique vero
vicente chente vicen
vicenzo enzo
victor vito
victoria vicky toya
vincent vince
vincenzo enzo vince cenzo
vinicius vini
virginie gigi
virginia virgi
vitoria vivi
vittoria vitto
vittorio vito vitto
viviana vivi
xavier xavi javier javi
ximena xime
yolanda yoli
`;
