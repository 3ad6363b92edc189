/** One set a line: a given name in full, then what goes for it in German, Dutch, Danish, Norwegian, Swedish or Finnish. */
export const germanic = `
adelheid heidi
adolf dolf
adriana jana
adrianus adriaan ad arjan adri
albert bert albrecht appie ab
albertus bert albert ab bertus
albrecht brecht albert
alexander alex sascha lex sander xander ali aleks
alexandra alex sandra lexa
alfred fredi fred alf
alois lois alo
andreas andi andy andre anders dries
andrea andi
angelika geli angie
anna anneke anni anne annika ann anke antje anja
annelies anneliese lies liesje
anneliese lies anne liese
annemarie annemie anne
antje anna
anton toni ton toon
antonia toni tonia
antonius anton ton toon teun tony antoon
arnold arno nold
arnoldus arnold nol arno
arthur turi
astrid asta
august gustl
balthasar balz
barbara babsi bärbel baerbel barbel babette
bartholomaus bartel barthel
bartholomeus bart mees
beatrix trix bea
beate bea
benedikt bene ben
benjamin ben benni benny
bernd bernhard bernt
bernhard bernd berni bernt
bertil bert
birgit biggi gitte
birgitta britta gitta birgit
brigitte gitte gitta biggi birgit
carl calle kalle charlie karl
carolina caro lina
caroline caro line
catharina cato trijn rina karin ina to tineke toos catrien
cecilie cille sille
charlotte lotte lotta charly charlie
christa chris
christian chris christer
christiane chris jane christl
christina chris tina stina christl christin
christine chris tine christl
christoph chris stoffel christof
christopher chris stoffer kris
clemens clem
cornelia conny nelly nele corrie
cornelis cor kees cees nelis corne
cornelius conny nelius
dagmar dagi
daniel dani daan danny
daniela dani
detlef detti detlev
dieter didi dietrich
dietmar didi
dietrich dirk dieter
dirk dietrich diederik
dominik domi nick
dorothea dora thea dorle dorte dorthe dorothee
dorothee doro thea
eberhard ebbo eber
eckhard ecki eckhart
eduard edi edu ed
eleonore nora lore elli
elin ellen
elisabeth lisa elli lisbeth else liesl lies elise elsa sissi sisi betty bettina lisbet liesbeth elly bep els elisabet ilse lise
elke adelheid
emil emile
emilia milla mia emmi
emma emmi
erich eric erik
erika eri riki
erik erich eric eerik
ernst erni
esther essi
eva evi evchen
ewald waldi
felix lix
ferdinand ferdi fred nand
florian flo
franz franzl frans franzi
franciscus frans franc cis sus
franziska franzi fanny ziska
frederik frits fred freek frerik rik
fredrik fredde figge rikard
friederike rike fritzi friedel
friedhelm friedel
friedrich fritz friedl fred friedel freddy
gabriele gabi gaby
georg schorsch jorg jurgen jorn orjan goran goerg
georgius george joris
gerard gerrit ger geert gerd
gerardus gerard gerrit ger geert
gerda gerdi
gerhard gerd gerhart hardy
gerlinde linde
gertrud traudl gerti trude
gijsbert gijs bert
gisela gisi
gottfried friedel gottl
gotz gottfried
gregor greg
gudrun gudi
gunther gunter
gustav gustl gusti gurra gosta gustaf
hannah hanna
hannelore hanne lore hanni
hans johannes johann hannes
harald harry harri
hartmut hardy
hedwig hedi
heike heinrike
heinrich heinz heiner hein heini henrik heiko
heinz heinrich
helena lena leni helen
helene leni lene lena
helmut helle helmuth
hendrik henk rik hendrick henri henny
hendrika hennie rika riek ria
henrik henke rik hinke
henriette jette henni jet
herbert bert herb
hermann manni herman
hermanus herman harm manus
hieronymus jeroen
hilde hildegard
hildegard hilde hilda
hubert hubsi bert
hubertus huub hub bert hubert
ignatius naas ignaas
ilse elisabeth
ingeborg inge inga
ingrid inge
irmgard irmi irma
isabella bella isa
jacob jaap koos cobus jakob sjaak jacques
jacoba coba jacqueline co
jacobus jaap koos ko jacob sjaak jacques cobus
jakob jockel kobi jeppe jaska jacob
jan johannes johan
jens johannes
jeroen hieronymus
joachim jochen jo achim jockel
jochen joachim
johan jan joop hans johannes jukka jonne
johann hans hannes jan johannes hansi
johanna hanna hanne jo annie jannie hannie johanne
johannes hans hannes jan jo johann johan jens jons hansi joop han janne
jonas joni
jonathan jon jonny jonas
jorgen jorn jorg
josef sepp jupp josi joseph beppi
josefine josi fine finni
josephina jose fien josefien
josephus jos jef joseph sjef
jurgen jorg georg
jutta judith
karl kalle charly carl karel
karolina karo lina
karoline karo line lina
katharina kathi kati kathrin katrin käthe kathe katja kathy trine nina rina cat
katarina kata kajsa karin kattis ina
katrin kati katja kathrin
kathrin kathi katja katrin
kirsten kirsti christine
klaus nikolaus claus klas niklas
klemens klem
konrad conny kurt radi konni
konstantin kosta tino konsti
kristian kris krille kristjan
kristina kicki tina kris stina
kristoffer kris stoffe kristofer
lambertus bert lambert lam
lars lasse laurentius lauritz
laurens lau lars
laurentius lars laurens lau lorenz rens
lennart lelle
leonard leo leon
leonhard leo hardl lenn hardy
leonie leo
leopold leo poldi
lorenz lenz laurenz
lothar lotte
lucas luuk luc
ludwig lutz wiggerl lui
lukas luki luk
magdalena lena magda leni lene
magnus manga mange
manfred manni fred mani
manuela manu ela
marcel celle
marcus macke marc
margareta greta gretel gerda rita margit meta maggan
margarete grete gretel gretchen rita greta margret
margaretha griet greet greta rita grietje margreet margriet marga
margarethe grete greta gretel marga meta
maria mia marie mieke ria marijke miep mari maike ria riet
marianne janne
marie mia
marion marie
markus mark marc
marlene leni lene marla
martin marty maarten mattis
martina tina
martinus martin maarten tinus mart tijn
mathias matthias matt hias
mathilde tilda tilde hilde
matthaus mattes
matthias mathias matti matze thias hias thies matz mats matt thijs thys
mattheus matthijs thijs mathieu theo
maximilian max maxi
melanie mel mela
michael micha michi mike mick michel micke mikael
mikael micke mickel mikko
moritz mo
monika moni mona
nicolaas nico klaas niek
nikolai niko kolja
nikolas niko nick niklas klas nicolas
nikolaus niko klaus nick klas
norbert nobby bert
olaf ole olav
oliver olli olly
oskar ossi
otto otti
patrick pat patsi
paula pauli
peter pete petri pit pelle per peer piet
per pelle peter pär paer
petra pedi
petrus peter piet pieter per
philipp phil lipp flip fips
pieter piet peter pier
rainer reiner
ralf ralph rolf
raphael raphi
rebecca becca
rebecka becka
regina gina regi
reinhard hardy reini reinhart
reinhold reini holdi
renate reni nati
richard richie rick rikard
robert robi rob bert robban robbe
roland roli rolle
rolf rudolf ralf
roman romy
rosemarie rosi romy
rosina rosi
rudolf rudi rolf dolf ruud
rudiger rudi
sabine bine sabi biene
samuel sammy samu
sandra sandy
sebastian basti seb sebi wastl bas bastian basse
sebastiaan bas
siegfried sigi siggi
sieglinde linde sigi
sigrid sigi siri
silvia silvi
simone simi
sofia sofie fia
sophie soffi sopherl fie
stefan steffen steff stephan stef steph steffel
stefanie steffi stephanie
steffen stefan
stephan steff stefan
stephanie steffi stefanie
susanna sanna sanne susi
susanne susi sanne suse
suzanna suus sanne suzan
suzanne suus sanne
sven swen
sybille bille
sylvia sylvi silvia
theodor theo teo tede
theodorus theo dirk dorus ted
theresa resi thesi
therese resi
theresia resi thea
thomas tom tommi tommy tomas
thorsten torsten totte
tobias tobi toby tobbe
torbjorn tobbe bjorn
tomas tom tompa thomas
udo ulrich
ulrich uli ulli utz ueli
ulrike uli ulli rike ulrika
ulrika ulla rika
urban urbi
ursula uschi ulla ursel uschl
valentin valli
vera veerle
verena vreni vroni
veronika vroni vera
victor vic
viktor vik
viktoria vicky tori
vincent vince vin
vincentius vincent vin
volker volki
volkmar volker
walter walti wolter
waltraud traudl traudi
wilhelm willi willy helmut wim bill
wilhelmina mina wil willemijn mien
wilhelmine minna mina
wilhelmus willem wim wil
willem wim wil willy pim
wolfgang wolf wolfi gang
wolfram wolf
yvonne vonne
`;
