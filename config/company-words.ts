/**
 * Abbreviations and spelling variants in company names, as the word they stand for. Source: English, German
 * and Romance business usage.
 */
export const companyAbbreviations: ReadonlyMap<string, string> = new Map(
  pairs(`
    1st first | 2nd second | 3rd third | acad academy | admin administration | adv advanced | aero aerospace |
    agri agriculture | agency agency | amer american | assn association | assoc associates | assocs associates |
    auto automotive | bldg building | bldgs buildings | bros brothers | brs brothers | cntr center | centre center |
    centres centers | chem chemical | chems chemicals | coll college | comm communications | comms communications |
    commun communications | constr construction | const construction | cons consulting | consltg consulting |
    conslt consulting | ctr center | def defense | defence defense | dept department | dev development |
    devt development | dist distribution | distr distribution | distrib distribution | div division | ed education |
    edu education | elec electric | electr electronics | eng engineering | engg engineering | engrg engineering |
    engr engineering | ent enterprises | enterpr enterprises | entmt entertainment | env environmental |
    equip equipment | est establishment | exec executive | fdn foundation | fin finance | finl financial |
    fncl financial | fed federal | gbl global | gen general | genl general | gov government | govt government |
    grp group | gruppe group | groupe group | grupo group | gruppo group | hlding holding | hldg holding |
    hldgs holdings | hosp hospital | hsptl hospital | ind industries | indl industrial | inds industries |
    indus industries | ins insurance | inst institute | instit institute | instr instruments | intl international |
    internat international | internl international | internacional international | internationale international |
    internazionale international | intnl international | inv investment | invest investments | invs investments |
    invt investment | jr junior | lab laboratory | labs laboratories | labour labor | lib library | logist logistics |
    log logistics | mach machinery | maint maintenance | mfg manufacturing | mfgs manufacturing |
    mfr manufacturer | mfrs manufacturers | mftg manufacturing | mgmt management | mgt management | mkt market |
    mktg marketing | mkts markets | mngmt management | mtg mortgage | mtn mountain | mtr motor | mtrs motors |
    mun municipal | mut mutual | nat national | natl national | natnl national | ntwk network | ntwks networks |
    off office | org organization | organisation organization | organisations organizations | pharm pharmaceuticals |
    pharmac pharmacy | phys physics | pkg packaging | prod products | prods products | prof professional |
    progr program | programme program | prop properties | props properties | ptnr partner | ptnrs partners |
    ptrs partners | pub publishing | publ publishing | qual quality | rd road | rec recreation | refg refining |
    rehab rehabilitation | res resources | resch research | rest restaurant | rlty realty | rr railroad | ry railway |
    sci science | sec security | secs securities | secy secretary | serv services | servs services | soc society |
    sol solutions | soln solutions | solns solutions | sols solutions | sq square | sr senior | sta station |
    std standard | sup supply | svc services | svcs services | svgs savings | sys systems | syst systems | systs systems |
    tech technologies | techn technologies | technol technology | techs technologies | tel telecom |
    telcom telecom | telecomm telecom | telecoms telecom | trans transport | transp transport | trdg trading |
    trvl travel | twp township | univ university | util utilities | utils utilities | veh vehicles | whlsl wholesale |
    whse warehouse | wrks works | xpress express
  `),
);

/** What people put for a company when they have none, folded. */
export const notCompanies: ReadonlySet<string> = new Set(
  words(`
    self | self employed | selfemployed | self employment | self employed person | freelance | freelancer |
    freelancing | free lance | independent | independent consultant | independent contractor | contractor |
    sole trader | sole proprietor | private | private person | private individual | privat | privatperson |
    private use | personal | personal use | individual | individual person | particulier | particular | privato |
    autonomo | autonomous | autonoma | selbststandig | selbstandig | selbstaendig | freiberufler | freiberuflich |
    independant | auto entrepreneur | autoentrepreneur | zzp | zzper | zelfstandige | eenmanszaak | egen foretagare |
    libero professionista | trabalhador independente | student | students | etudiant | schuler | estudiante | retired |
    retraite | rentner | pensionist | pensioner | unemployed | not employed | jobless | job seeker | jobseeker |
    between jobs | looking for work | homemaker | housewife | home | at home | me | myself | my self | i | mine |
    company | my company | mycompany | your company | company name | the company | a company | some company | companyname |
    no company | without company | firma | ohne firma | keine firma | empresa | sin empresa | nenhuma | ninguna |
    ninguno | aucune | aucun | keine | kein | geen | brak | ingen | nessuna | no | nope | nothing | na | nd | none none |
    test | testing | test company | testcompany | test account | company test | test inc | demo | demo company | example |
    example company | example inc | sample | sample company | dummy company | fake | fake company | acme test |
    xyz | xyz company | aaa | asd | qwe | 123 | 1234 | other | others | various | misc | confidential |
    not disclosed | undisclosed | to be confirmed | tbc | hidden | stealth | stealth mode | stealth startup | stealth company |
    startup | start up | business | own business | my business | my own business | my own company | work | office | job |
    gmail | hotmail | outlook | yahoo | google mail | email | e mail | mail | website | www | http | https
  `),
);

/** Parts of the world that a name may end with besides countries, and words for a head office. */
export const regionWords: ReadonlySet<string> = new Set(
  words(`africa | america | americas | apac | apj | asia | benelux | dach | emea | europa | europe | hq |
    headquarters | iberia | latam | mena | nordic | nordics | scandinavia`),
);

/** Countries as companies write them in their names where the short form is no word of its own. */
export const countryWords: ReadonlyMap<string, string> = new Map(
  pairs(`uk GB | usa US | us US | uae AE | ksa SA | prc CN | deutschland DE | oesterreich AT | england GB |
    scotland GB | wales GB | britain GB | holland NL`),
);

function words(list: string): string[] {
  return list.split('|').map((word) => word.trim());
}

function pairs(list: string): [string, string][] {
  return words(list).map((pair): [string, string] => {
    const [from = '', to = ''] = pair.split(' ');
    return [from, to];
  });
}
