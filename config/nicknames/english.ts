/** One set a line: a given name in full, then what goes for it in English-speaking countries. */
export const english = `
abigail abby abbie abbey gail
abraham abe bram
adelaide addie ada heidi
adeline addie ada adaline
adrian ade
adrienne addie
agatha aggie
agnes aggie nessie
alan al allan allen alun
albert al bert bertie
alexander alex al alec alexandre sandy xander zander lex sasha aleksander alexandr
alexandra alex alexa sandra sandy lexi lexie sasha ali aleksandra alix
alexis alex lexi lexie
alfred al alf alfie fred freddie
alice ali allie alyce
alicia ali allie lisha alisha
alison ali allie allison alyson
alistair al alasdair alastair alister
amanda mandy manda
amelia amy millie milly mel emelia
andrea andie andi
andrew andy drew andre
angela angie ange
anita nita
anne ann anna annie nan nancy nance
annabel anna bella belle annabelle
anthony tony ant antony
antoinette toni nettie
antonia toni tonia
archibald archie
arlene lena arleen
arnold arnie
arthur art artie
ashley ash ashleigh
audrey audie
augustus gus august
barbara barb barbie babs bobbie
barnaby barney
barry baz
bartholomew bart barth
beatrice bea bee trixie beatrix
belinda bel linda
benedict ben benny
benjamin ben benny bennie benji benjy
bernadette bernie
bernard bernie barney
bertram bert bertie
beverly bev beverley
bradley brad
bradford brad
brandon bran
brenda bren
brendan bren brendon
brian bryan
bridget bridie biddy bridgette
bronwen bron
caitlin cait kate katie kaitlyn caitlyn
calvin cal
cameron cam
camilla cam milla millie cammie
camille cam cammie millie mimi
candace candy candice
carl karl
caroline carol carrie caz carolyn carolina
carol caroline carole carrie
carolann carol carrie
casey case kasey
cassandra cass cassie sandra
catherine cath cathy kate katie kathy katherine kathryn cathryn kat kitty catharine katharine kit kay cat
cecilia cece celia cecily cissy
charles charlie chick chuck chas chaz charley chip
charlotte charlie lottie lotte char charly
chelsea chels
chloe clo
cheryl cher sheryl
chester chet
christian chris
christina chris chrissy tina christine kristina christie christy
christine chris chrissy tina christina kristine christie
christopher chris kit topher kristopher cris
clarence clar clare
claire clare clara clair
claudia claud
claude claud
clifford cliff
clinton clint
constance connie
cornelius con neil connie
crystal chris krystal cristal
curtis curt
cynthia cindy cyndi cyn
daniel dan danny dani
danielle dani danni
daphne daph
darlene darla darleen
darren daz darrin darryl
david dave davey davy davie
dean deano
deborah deb debbie debby debra
debra deb debbie deborah debby
denise den dennie
dennis den denny dennie denis
derek del derrick rick deric
desmond des dez
diana di diane dee
diane di diana dee dianne
dominic dom nick dominick dominik
donald don donnie donny
donna don
dorothy dot dottie dolly dory dora thea
douglas doug dougie
duncan dunc
dustin dusty
dylan dyl
eamon eamonn
edgar ed eddie
edith edie
edmund ed eddie ned ted edmond
edward ed eddie ted teddy ned eduard
edwin ed eddie ned
eileen aileen ellie
elaine ellie lainey
eleanor ellie ella nell nellie nora elle lenore elinor
elizabeth liz lizzie lizzy beth betty betsy bess bessie eliza libby lisa liza elsie ellie elisabeth bette
ellen ellie nell nellie len helen
elliot eli elliott eliot
elvira vera
emily em emmy emmie millie milly
emma em emmy emmie
emmanuel manny manuel emanuel
ernest ernie
esmeralda esme
estelle stella essie
esther essie hettie
eugene gene
eunice una
evan ev
evangeline eva evie
evelyn eve evie eva lyn
ezekiel zeke
ezra ez
felicity fliss flick
ferdinand ferdie fred
fiona fi fee
florence flo flossie florrie
frances fran frannie francie francesca frankie cissy
francis frank frankie fran
franklin frank frankie
frederick fred freddie freddy fredrick fritz rick ricky frederic fredric
gabriel gabe gab
gabrielle gabby gaby elle gabi gabriella
gareth gaz gary
gary gaz garry
gavin gav
genevieve gen jenny viv
geoffrey geoff jeff jeffrey
george georgie jorge
georgina georgie gina georgia
gerald gerry jerry ged
geraldine gerry geri
gerard gerry ged
gilbert gil bert
gillian gill jill gilly
glenda glen glenn
gordon gord gordie
grace gracie
graham gray graeme
gregory greg gregg gregor
gretchen greta
gwendolyn gwen gwenda wendy
hannah hanna hannie
harold harry hal
harriet hattie harry
harrison harry
harvey harv
hayley hailey haley
heather heath
helen nell nellie ellen lena helena
helena lena nell helen
henrietta hattie etta hettie
henry harry hank hal
herbert herb bert bertie
hilary hil hillary
holly hol
howard howie
hubert hugh bert
hugh huey hughie hew
ian iain
ignatius iggy
imogen immy immie
irene rene
isaac ike zac izzy isaak
isabella bella isa izzy bel isobel isabel isabelle
isabel bella isa izzy bel isobel isabelle isabella
isaiah izzy
jacob jake jack jakob jay coby
jacqueline jackie jacky jacqui jacquelyn
jade jadie
james jim jimmy jimmie jamie jem jimbo jas jay
jamie james
janet jan jenny janette
janice jan
jane janie jenny jayne
jason jay jase
jasper jas
jeanette jean jeannie jenny nettie jeannette
jefferson jeff
jeffrey jeff geoff geoffrey jeffery jefferey
jemima jem mima
jennifer jen jenny jenn jennie jenifer
jeremiah jerry jem
jeremy jerry jez jem
jerome jerry
jessica jess jessie
jill gill jilly jillian
jillian jill gillian
joan joanie jo
joanna jo joanne jojo ann
joanne jo joann joanna
jocelyn joss joy
joel joe
john jack johnny jon johnnie jock
jonathan jon jonny john johnathan jonathon
joseph joe joey jos jo jody
josephine jo josie jody fifi
joshua josh
joyce joy
judith judy jude judi
julia jules julie
julian jules jule
julie jules julia
juliet jules julie juliette
justin just
karen kaz caren karin
katherine kate katie kathy kat kathie kay kit kitty catherine katharine kathryn kathrine katy cathy kath
kathleen kath kathy kate katie kay
kathryn kate katie kathy kat catherine katherine kath
kelly kel kelley
kenneth ken kenny
kevin kev
kimberly kim kimmy kimberley
kirsten kirsty kirstie
kristen kris kristin
kristin kris kristen
kristina kris tina christina
kristopher kris chris
lachlan lachie
lancelot lance
laura laurie lori loz
lauren laurie loz loren
laurence larry laurie lawrence lars
lavinia vinnie
lawrence larry laurie laurence
leah lea
leila lila
leonard leo len lenny
leonardo leo
leopold leo
leroy lee roy
leslie les lesley
lester les
levi lee
lewis lew lou louis
lillian lil lily lilly lilian
linda lindy lyn lynn lynda
lindsay linds lindsey
lloyd loyd
lois lo
lorraine lorrie lori rainey
louis lou louie lewis
louise lou lulu louisa
lucas luke luca luc
lucille lucy lu
lucy lu lulu luce
luke lucas
lydia lyddie
lynn lyn lynne
mackenzie mac mack kenzie
madeleine maddie maddy madeline madelyn lena
magdalene maggie lena magda
malcolm mal
marcus marc
margaret maggie meg peggy peg marge margie greta rita madge daisy meggie mags margo margot megan
maria mary mia ria marie
marian mary
marianne mary anne annie
marilyn mary lyn
marion mary
marjorie marge margie
mark marc
marlene marla
marshall marsh
martha marty mattie patty
martin marty mart
martina tina
marvin marv
mary molly polly mae may mamie moll maria marie
matilda tilly mattie tilda tillie
matthew matt matty mat mathew
maureen mo reen
maurice mo morris
max maxie
maximilian max
maxine max
maxwell max
megan meg meggie meghan
melanie mel
melinda mindy linda mel
melissa mel missy lissa
melvin mel
mercedes mercy sadie
meredith merry
michael mike mick mickey micky mikey mitch mikael
michelle shelly chelle mich shell michele
mildred millie milly
miles milo myles
milton milt
minerva minnie
miranda mandy randi
miriam mim mimi miri
mitchell mitch
mohammed mohammad muhammad mohamed mohamad mo muhammed mohd mehmed
moira moyra
monica mon moni
montgomery monty
morgan morg
mortimer mort
nancy nan nance anne
naomi nomi
natalie nat nattie nate natalia natalya
natasha tasha nat tash natalia
nathan nat nate
nathaniel nat nate nathan
neil neal niall nigel
neville nev
nicholas nick nicky nickie nico nicolas klaus nik nicky colin claus
nicola nicky nikki nic
nicole nicky nikki nic nicki nicolette
nigel nige
nora norah nonie
norman norm
octavia tavy
oliver ollie olly noll
olivia liv livvy livia ollie libby
oscar ozzie
oswald oz ozzie
pamela pam pammy
patience pat patty
patricia pat patty tricia trish patsy patti trisha
patrick pat paddy rick patsy packy
paul pauly
paula polly paulie
pauline paula polly
penelope penny pen
percival percy
peter pete
philip phil pip phillip
philippa pippa pip phil
phoebe phebe
phyllis phyl
priscilla prissy cilla
prudence prue
quentin quent
rachel rach rae rachael
ralph ralf
ramona mona
randall randy rand
randolph randy rand
raymond ray
rebecca becky becca bec reba beck bex
regina gina reggie
reginald reg reggie
rhiannon rhi
rhoda rho
richard rick dick rich richie ricky rickie dickie ritchie
robert bob rob bobby robbie bert robby robin
roberta bobbie bert robbie
robin rob robyn
roderick rod roddy rick
rodney rod
roger rog rodger
roland rollie roly rowland
ronald ron ronnie ronny
rosalind roz ros rosie rosalyn
rose rosie
rosemary rosie rose romy
rowena ro
roxanne roxy rox
rudolph rudy rolf dolph
rufus rufe
russell russ rusty
ruth ruthie
ryan ry
sabrina brina
sally sal
salvador sal
samantha sam sammy
samson sam
samuel sam sammy
sandra sandy sandi
sarah sara sally sadie
scott scotty
sean shaun shawn
sebastian seb bas bastian
selina lina celina
seymour sy
shannon shan
sharon shaz shari
sheila shelly
shelby shel
sheldon shel shelly
sherry sheri
shirley shirl lee
sidney sid syd sydney
sienna si
simon si
sophia sophie soph sofia
sophie soph sophia
spencer spence
stacey stace stacy
stanley stan
stella stell
stephanie steph steff stevie stefanie
stephen steve stevie steven stephan ste steph stephe
steven steve stevie stephen ste steph
stewart stu stew stuart
stuart stu stew stewart
susan sue suzie susie suzy susanna suzanne sukie
susannah sue susie susanna susan
suzanne sue suzie susan suzy zan
sylvester sly vester
sylvia syl sylvie
tabitha tabby
tamara tammy tam
tamsin tam tammy
tanya tania
taylor tay
terence terry tel terrence terrance
teresa terry tess tessa theresa terri tracy
thaddeus thad tad ted
thelma thel
theodora dora thea theo
theodore ted theo teddy
theresa terry tess tessa teresa terri tracy resa
thomas tom tommy thom
tiffany tiff
timothy tim timmy
tobias toby
trevor trev
tyler ty
ursula ursa
valentine val
valerie val valery
vanessa nessa van ness
vera vee
vernon vern
veronica ronnie vera nica roni
vickie vicky
victor vic vick
victoria vicky vic tori vickie vikki tory
vincent vince vinny vin vinnie
viola vi
violet vi lettie
virginia ginny ginger gina
vivian viv
vivienne viv
wallace wally
walter walt wally
wanda wendy
warren ren
wendell dell
wendy wen
wesley wes
wilfred will wilf fred
wilhelmina mina billie minnie willa
willard will
william will bill billy willy willie liam wills
willow will
winifred winnie freda
winston win winnie
woodrow woody
yvonne vonnie eve
zachary zach zack zac zachariah zak
zoe zo
`;
