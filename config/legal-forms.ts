/**
 * Legal forms of companies and how they are written. Source: the facts of GLEIF's Entity Legal Forms list
 * (ISO 20275), brought down to what stands in names as people type them.
 *
 * A line is the form, its kind, the countries that have it (empty: many), and its spellings besides the form
 * itself, without regard to case, accents and full stops. One that begins with `^` may also stand first.
 */
export const legalForms: readonly LegalForm[] = read(`
  Inc | stock | US CA PH | incorporated
  Corp | stock | US CA PH | corporation, ^corporacion, corporacao
  Co | | | company, comp, ^compania, cia, companhia, ^compagnie, cie
  Ltd | limited | | limited, ltee, limitee, lmtd, ltd liability co
  Co Ltd | limited | | company limited, co limited, company ltd, co pte ltd, corporation limited, corp ltd
  LLC | limited | | ^llc, ^limited liability company, limited liability co, ltd liability company, llco, lc, limited company
  PLLC | limited | US | professional limited liability company, professional llc
  PC | stock | US CA | professional corporation, prof corp
  PBC | stock | US | public benefit corporation
  PA | stock | US | professional association
  LP | partnership | | limited partnership
  LLP | partnership | | limited liability partnership, limited liability partners
  LLLP | partnership | US | limited liability limited partnership
  GP | partnership | | general partnership
  NA | bank | US | national association
  FSB | bank | US | federal savings bank
  ULC | limited | CA | unlimited liability company, unlimited liability corporation
  PLC | stock | | public limited company, public limited co, public company limited, pcl
  CIC | limited | GB | community interest company
  CIO | association | GB | charitable incorporated organisation
  CCG | cooperative | GB | company limited by guarantee, limited by guarantee, clg
  DAC | limited | IE | designated activity company
  Teo | limited | IE | teoranta
  CPT | stock | IE | cuideachta phoibli theoranta
  Pty Ltd | limited | | proprietary limited, pty limited, proprietary ltd, pty, propriety limited
  Pvt Ltd | limited | | private limited, pvt limited, private ltd, private limited company, p ltd, pvt, pvtltd
  Pte Ltd | limited | SG | pte limited, pte
  OPC | limited | IN | opc private limited, opc pvt ltd, one person company
  Bhd | stock | MY | berhad
  Sdn Bhd | limited | MY BN | sendirian berhad
  CC | limited | ZA NA | close corporation
  NPC | association | ZA | non profit company
  GmbH | limited | DE AT CH LI | gesellschaft mit beschränkter haftung, gesellschaft mbh, ges mbh, gesmbh, mbh, ^ges m b h
  gGmbH | limited | DE AT | gemeinnützige gmbh, gemeinnützige gesellschaft mit beschränkter haftung
  UG | limited | DE | ug haftungsbeschränkt, unternehmergesellschaft, unternehmergesellschaft haftungsbeschränkt, haftungsbeschränkt
  GmbH & Co KG | partnership | DE AT | gmbh and co kg, gmbh cokg, gmbh und co kommanditgesellschaft, gesellschaft mbh und co kg, mbh and co kg, gmbh und compagnie kg
  UG & Co KG | partnership | DE | ug haftungsbeschränkt and co kg, ug and co kg
  AG & Co KG | partnership | DE AT | ag and co kg, se and co kg, ag und co kgaa, limited and co kg
  GmbH & Co OHG | partnership | DE | gmbh and co ohg
  AG | stock | DE AT CH LI | aktiengesellschaft, akg
  KGaA | stock | DE | kommanditgesellschaft auf aktien, gmbh and co kgaa, ag and co kgaa, se and co kgaa
  KG | partnership | DE AT | kommanditgesellschaft, co kg
  OHG | partnership | DE | offene handelsgesellschaft
  OG | partnership | AT | offene gesellschaft
  GbR | partnership | DE | gesellschaft bürgerlichen rechts, gdbr
  eK | sole | DE | eingetragener kaufmann, eingetragene kauffrau, e kfm, e kfr, ekfm, ekfr
  eU | sole | AT | eingetragenes einzelunternehmen
  eV | association | DE AT | eingetragener verein
  eG | cooperative | DE | eingetragene genossenschaft, egmbh
  PartG | partnership | DE | partnerschaftsgesellschaft, partgmbb, part gmbb, partg mbb, partnerschaftsgesellschaft mbb
  VVaG | association | DE | versicherungsverein auf gegenseitigkeit
  AöR | state | DE | anstalt des öffentlichen rechts, körperschaft des öffentlichen rechts, koer
  Genossenschaft | cooperative | DE AT CH LI | gen
  Sagl | limited | CH | societa a garanzia limitata
  SE | stock | | societas europaea, europäische gesellschaft
  SCE | cooperative | | societas cooperativa europaea
  EEIG | association | | european economic interest grouping, ewiv, geie
  SA | stock | | ^societe anonyme, ^sociedad anonima, ^sociedade anonima, ^societate pe actiuni, spolka akcyjna, ^soc anonyme
  SARL | limited | FR LU BE CH MA TN | ^sarl, ^societe a responsabilite limitee, ste a responsabilite limitee
  SAS | stock | FR CO AR | ^sas, ^societe par actions simplifiee, sociedad por acciones simplificada
  SASU | stock | FR | ^sasu, societe par actions simplifiee unipersonnelle
  EURL | limited | FR | ^eurl, entreprise unipersonnelle a responsabilite limitee
  EI | sole | FR | entreprise individuelle, eirl
  SNC | partnership | FR IT BE LU | ^snc, ^societe en nom collectif, societa in nome collettivo
  SCS | partnership | FR BE LU | ^scs, ^societe en commandite simple
  SCA | stock | FR LU BE | ^sca, ^societe en commandite par actions
  SCI | partnership | FR | ^sci, ^societe civile immobiliere, ^societe civile
  SCOP | cooperative | FR | ^scop, ^societe cooperative
  SELARL | limited | FR | ^selarl, ^selas, societe d exercice liberal a responsabilite limitee
  GIE | association | FR | ^gie, ^groupement d interet economique
  Association | association | FR | ^association loi 1901
  SARLS | limited | LU | sarl s, societe a responsabilite limitee simplifiee
  SICAV | stock | LU FR BE | sicav sif, sicav raif
  SPRL | limited | BE | ^sprl, societe privee a responsabilite limitee
  SRL | limited | IT ES BE RO AR MX PE | ^srl, societa a responsabilita limitata, ^societate cu raspundere limitata, ^societatea cu raspundere limitata, sociedad de responsabilidad limitada, societe a responsabilite limitee srl, s de rl, s de rl de cv, soc a resp lim
  SRLS | limited | IT | societa a responsabilita limitata semplificata
  BVBA | limited | BE | besloten vennootschap met beperkte aansprakelijkheid
  CVBA | cooperative | BE | cooperatieve vennootschap met beperkte aansprakelijkheid, scrl
  ASBL | association | BE LU | ^asbl, ^association sans but lucratif, ^vzw, vereniging zonder winstoogmerk
  Comm V | partnership | BE | commanditaire vennootschap, commv, gcv
  BV | limited | NL BE SR | ^besloten vennootschap, besloten venn, bvio, bv io
  NV | stock | NL BE SR CW | ^naamloze vennootschap
  CV | partnership | NL BE ID | ^commanditaire vennootschap op aandelen
  VOF | partnership | NL BE | ^vof, vennootschap onder firma
  Stichting | foundation | NL BE | ^stichting
  Cooperatie | cooperative | NL | ^cooperatie, cooperatie ua, cooperatief, ^cooperatieve, ua
  Maatschap | partnership | NL | ^maatschap
  SL | limited | ES | ^sociedad limitada, s l
  SLU | limited | ES | sociedad limitada unipersonal, sl unipersonal
  SLL | limited | ES | sociedad limitada laboral
  SLP | limited | ES | sociedad limitada profesional, slpu
  SAU | stock | ES AR | sociedad anonima unipersonal
  SAL | stock | ES LB | sociedad anonima laboral
  SCoop | cooperative | ES | sociedad cooperativa, s coop, scoop, scl, sdad coop, coop v
  SC | partnership | ES | sociedad civil
  CB | partnership | ES | comunidad de bienes
  AIE | association | ES | agrupacion de interes economico
  Fundacion | foundation | ES MX AR CO CL | ^fundacion, ^fundacio, ^fundacao
  SA de CV | stock | MX | sociedad anonima de capital variable, sab de cv, sapi de cv, de cv
  S de RL de CV | limited | MX | s de rl, sociedad de responsabilidad limitada de capital variable
  AC | association | MX | asociacion civil
  SpA | stock | IT CL | societa per azioni, ^societa per azioni, sociedad por acciones
  SAPA | stock | IT | sapaz, societa in accomandita per azioni
  SaS | partnership | IT | societa in accomandita semplice
  SCRL | cooperative | IT | scarl, scpa, societa cooperativa, soc coop, societa cooperativa a responsabilita limitata, societa consortile, soc cons arl, coop sociale, soc coop arl
  Onlus | association | IT | ets, aps
  Lda | limited | PT AO MZ | limitada, ldª, sociedade por quotas
  Unipessoal Lda | limited | PT | sociedade unipessoal lda, unipessoal limitada, unipessoal
  SGPS | stock | PT | sgps sa
  Ltda | limited | BR CL CO | limitada, limitada me, ltda me, ltda epp, ltda ei
  EIRELI | limited | BR | eireli me, eireli epp, empresa individual de responsabilidade limitada
  MEI | sole | BR | microempreendedor individual
  ME | sole | BR | epp, microempresa
  SAC | stock | PE | sociedad anonima cerrada
  SAA | stock | PE | sociedad anonima abierta
  EIRL | limited | PE CL DO | empresa individual de responsabilidad limitada
  CA | stock | VE EC | compania anonima, c a
  AB | stock | SE FI | ^ab, ^aktiebolag, aktiebolaget, ^aktiebolaget, ab publ, aktiebolag publ, publ
  HB | partnership | SE | handelsbolag, ^handelsbolaget
  KB | partnership | SE FI | kommanditbolag
  EF | cooperative | SE | ekonomisk forening, ek for
  Enskild firma | sole | SE | enskild naringsverksamhet
  AS | stock | NO EE LV CZ SK TR | aksjeselskap, ^aksjeselskapet, aktsiaselts, ^aktsiaselts, akciju sabiedriba, ^akciju sabiedriba, akciova spolecnost, akciova spolocnost, anonim sirketi
  ASA | stock | NO | allmennaksjeselskap
  ANS | partnership | NO | ansvarlig selskap
  ENK | sole | NO | enkeltpersonforetak
  NUF | limited | NO | norskregistrert utenlandsk foretak
  A/S | stock | DK | aktieselskab, aktieselskabet, ^aktieselskabet
  ApS | limited | DK GL | anpartsselskab
  P/S | partnership | DK | partnerselskab
  K/S | partnership | DK | kommanditselskab
  I/S | partnership | DK | interessentskab
  IVS | limited | DK | ivaerksaetterselskab
  AMBA | cooperative | DK | andelsselskab med begraenset ansvar, andelsselskab, fmba, smba
  Fond | foundation | DK | erhvervsdrivende fond
  Oy | limited | FI | osakeyhtio, ^oy, oy ab
  Oyj | stock | FI | julkinen osakeyhtio, oyj abp, abp
  Ky | partnership | FI | kommandiittiyhtio
  Ay | partnership | FI | avoin yhtio
  Tmi | sole | FI | ^tmi, toiminimi, ^toiminimi
  Osk | cooperative | FI | osuuskunta
  Ry | association | FI | rekisteroity yhdistys
  ehf | limited | IS | einkahlutafelag, ^einkahlutafelagid
  hf | stock | IS | hlutafelag, ohf
  OU | limited | EE | osauhing, ^osauhing
  FIE | sole | EE | fuusilisest isikust ettevotja
  MTU | association | EE | ^mtu, mittetulundusuhing
  SIA | limited | LV | ^sia, sabiedriba ar ierobezotu atbildibu, ^sabiedriba ar ierobezotu atbildibu
  IK | sole | LV | individualais komersants
  UAB | limited | LT | ^uab, uzdaroji akcine bendrove, ^uzdaroji akcine bendrove
  AB | stock | LT | akcine bendrove, ^akcine bendrove
  MB | limited | LT | mazoji bendrija
  sp z oo | limited | PL | sp zoo, spzoo, spolka z ograniczona odpowiedzialnoscia, spolka z oo, spolka zoo, sp zo o
  sp z oo sp k | partnership | PL | sp zoo sp k, sp zoo spk, sp z oo spk, spolka z ograniczona odpowiedzialnoscia spolka komandytowa, sp z oo ska, sp zoo ska
  sp k | partnership | PL | spk, spolka komandytowa
  sp j | partnership | PL | spj, spolka jawna
  SKA | partnership | PL | spolka komandytowo akcyjna
  PSA | stock | PL | prosta spolka akcyjna
  spolka cywilna | partnership | PL | sp c, spc
  Fundacja | foundation | PL | ^fundacja
  PPHU | sole | PL | ^pphu, ^phu, ^fhu, ^fh
  sro | limited | CZ SK | spol s ro, spol sro, spolecnost s rucenim omezenym, spolocnost s rucenim obmedzenym, s r o
  vos | partnership | CZ SK | verejna obchodni spolecnost, verejna obchodna spolocnost
  ks | partnership | CZ SK | komanditni spolecnost, komanditna spolocnost
  zs | association | CZ | zapsany spolek
  druzstvo | cooperative | CZ SK |
  Kft | limited | HU | korlatolt felelossegu tarsasag
  Zrt | stock | HU | zartkoruen mukodo reszvenytarsasag
  Nyrt | stock | HU | nyilvanosan mukodo reszvenytarsasag
  Rt | stock | HU | reszvenytarsasag
  Bt | partnership | HU | beteti tarsasag
  Kkt | partnership | HU | kozkereseti tarsasag
  egyeni cég | sole | HU | egyeni vallalkozo
  PFA | sole | RO | persoana fizica autorizata, ^pfa
  EOOD | limited | BG | ^eood, ^еоод, еднолично дружество с ограничена отговорност
  OOD | limited | BG | ^ood, ^оод, дружество с ограничена отговорност
  EAD | stock | BG | ^ead, ^еад, еднолично акционерно дружество
  AD | stock | BG RS ME BA MK | ад, акционерно дружество, akcionarsko drustvo
  doo | limited | HR RS SI BA ME MK | drustvo s ogranicenom odgovornoscu, drustvo sa ogranicenom odgovornoscu, druzba z omejeno odgovornostjo, dooel, jdoo
  dd | stock | HR SI BA | dionicko drustvo, delniska druzba
  jtd | partnership | HR |
  sp | sole | SI | samostojni podjetnik
  obrt | sole | HR | ^obrt
  AE | stock | GR | anonimi etairia, anonymi etaireia
  EPE | limited | GR | etairia periorismenis efthynis
  IKE | limited | GR | idiotiki kefalaiouchiki etairia, monoprosopi ike, mike
  Ltd Sti | limited | TR | limited sirketi, limited sti, ltd sirketi, sanayi ve ticaret limited sirketi, san ve tic ltd sti, tic ltd sti, san tic ltd sti, sti
  AS | stock | TR | sanayi ve ticaret as, san ve tic as, sanayi ve ticaret anonim sirketi, tas
  OOO | limited | RU BY | ^ooo, ^ооо, ^общество с ограниченной ответственностью
  OAO | stock | RU BY | ^oao, ^оао, ^открытое акционерное общество, ^ojsc, ^open joint stock company
  ZAO | stock | RU BY | ^zao, ^зао, ^закрытое акционерное общество, ^cjsc, ^closed joint stock company
  PAO | stock | RU | ^pao, ^пао, ^публичное акционерное общество, ^pjsc, ^public joint stock company
  NAO | stock | RU | ^nao, ^нао, ^непубличное акционерное общество
  AO | stock | RU KZ | ^ao, ^ао, ^акционерное общество, ^jsc, ^joint stock company, joint stock co
  ANO | association | RU | ^ano, ^ано, ^автономная некоммерческая организация
  IP | sole | RU KZ BY | ^индивидуальный предприниматель
  GUP | state | RU | ^gup, ^гуп, ^fgup, ^фгуп, ^mup, ^муп, ^фгбу, ^фгбоу, ^государственное унитарное предприятие, ^federal state unitary enterprise, ^fsue
  TOV | limited | UA | ^tov, ^тов, ^товариство з обмеженою відповідальністю, ^тзов
  PAT | stock | UA | ^публічне акціонерне товариство, ^прат, ^приватне акціонерне товариство
  FOP | sole | UA | ^фоп, ^фізична особа підприємець
  TOO | limited | KZ | ^тоо, ^товарищество с ограниченной ответственностью
  MChJ | limited | UZ | ^mchj, masuliyati cheklangan jamiyat
  KK | stock | JP | ^kabushiki kaisha, kabushiki kaisha, kabushiki gaisha, kk
  GK | limited | JP | godo kaisha, ^godo kaisha
  YK | limited | JP | yugen kaisha, ^yugen kaisha
  Chusik Hoesa | stock | KR | jusik hoesa, ^jusikhoesa, chusikhoesa
  Co Ltd | limited | CN TW | youxian gongsi, youxian zeren gongsi, gufen youxian gongsi
  PT | limited | ID | ^pt, ^perseroan terbatas, ^pt persero
  Tbk | stock | ID | persero tbk
  Yayasan | foundation | ID MY | ^yayasan
  CTCP | stock | VN | ^cong ty co phan, ^ctcp
  TNHH | limited | VN | ^cong ty tnhh, ^cong ty trach nhiem huu han, tnhh, mtv
  Co Ltd | limited | TH | ^borisat chamkat
  FZE | limited | AE | free zone establishment, fz llc, fze llc
  FZCO | limited | AE | free zone company, fzc, fz co, dmcc, dwc llc
  WLL | limited | BH QA KW AE | with limited liability
  KSC | stock | KW | kscc, kscp, saog, saoc, qpsc, qsc, bsc, bsc closed
  PJSC | stock | AE | public joint stock company
  EST | sole | SA AE | establishment
  SAE | stock | EG | egyptian joint stock company
  SARLAU | limited | MA | sarl au, societe a responsabilite limitee a associe unique
  SUARL | limited | TN | ^suarl
  BM | limited | IL | baam
  LDC | limited | KY | limited duration company
  SPC | limited | KY | segregated portfolio company
  IBC | limited | | international business company
  Trust | trust | US CA | statutory trust, business trust, massachusetts business trust
  Foundation | foundation | LI PA | stiftung, ^stiftung
  Anstalt | state | LI | establishment li
`);

/** Forms of languages that write without spaces, so that they lean on the name. */
export const unspacedLegalForms: Readonly<Record<string, readonly string[]>> = {
  JP: ['株式会社', '有限会社', '合同会社', '合資会社', '合名会社', '一般社団法人', '(株)', '(有)'],
  CN: ['股份有限公司', '有限责任公司', '集团有限公司', '有限公司', '公司'],
  TW: ['股份有限公司', '有限公司'],
  KR: ['주식회사', '유한회사', '(주)', '㈜'],
};

/** What kind of company a form makes, whatever the country calls it. */
export type LegalKind =
  | 'association'
  | 'bank'
  | 'cooperative'
  | 'foundation'
  | 'limited'
  | 'partnership'
  | 'sole'
  | 'state'
  | 'stock'
  | 'trust';

export interface LegalForm {
  readonly form: string;
  /** Null for a form that says only that this is a company. */
  readonly kind: LegalKind | null;
  /** ISO 3166-1 alpha-2; empty where too many countries have it. */
  readonly countries: readonly string[];
  readonly written: readonly { readonly text: string; readonly mayLead: boolean }[];
}

function read(table: string): LegalForm[] {
  return table.trim().split('\n').map(readLine);
}

function readLine(line: string): LegalForm {
  const [form = '', kind = '', countries = '', spellings = ''] = line.split('|').map((part) => part.trim());
  const texts = spellings.split(',').map((text) => text.trim());
  return {
    form,
    kind: kind === '' ? null : (kind as LegalKind),
    countries: countries.split(' ').filter((code) => code !== ''),
    written: [form, ...texts]
      .filter((text) => text !== '')
      .map((text) => ({ text: text.replace(/^\^/, ''), mayLead: text.startsWith('^') })),
  };
}
