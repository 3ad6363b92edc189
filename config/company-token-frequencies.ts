/**
 * How often words stand in company names: rounded estimates per million names, from general knowledge of
 * company registers, not counted in any customer's or benchmark's data. Frozen, so that a score means the
 * same on every installation; a change grows the version.
 */
export const companyTokenFrequencies: TokenFrequencies = {
  version: 1,
  perMillion: table({
    40_000: `group of de services international solutions holdings company`,
    20_000: `la del management consulting technologies global systems trading enterprises holding capital the and
      construction investments el y e i le les du des der die das den van von di da do dos i med og och a an`,
    10_000: `technology industries engineering partners associates properties media design software financial energy
      finance investment products digital marketing logistics insurance transport service foods health care medical
      industrial development bank real estate consultants network networks security resources environmental
      communications electronics electric equipment motors auto food foundation fund trust national american
      first new advanced studio studios labs center education training travel hotel hotels restaurant`,
    5_000: `agency market markets ventures equity asset assets wealth advisors advisory advisers legal law
      accounting tax audit manufacturing machinery automation automotive aviation aerospace airlines shipping
      marine freight cargo express delivery distribution wholesale retail store stores shop fashion textiles
      clothing apparel furniture interiors interior home homes house housing building buildings builders
      contractors contracting supply supplies materials metal metals steel mining minerals gold silver oil gas petroleum
      petrochemical chemical chemicals plastics packaging paper print printing publishing press books entertainment
      film films pictures productions music games gaming sports sport fitness beauty cosmetics pharma
      pharmaceutical pharmaceuticals pharmacy biotech bio life sciences science research laboratory laboratories hospital clinic
      dental power electrical lighting solar renewable water waste recycling agriculture agricultural farms farm dairy
      bakery beverages wine wines coffee catering hospitality tourism tours leisure events event club
      web internet online cloud data cyber computer computers computing it telecom telecommunications
      mobile wireless cable interactive creative graphics advertising public relations recruitment staffing
      human people talent learning academy school college university institute council government
      department ministry society federation union organization commission authority bureau office
      railway railroad rail metro bus taxi car cars truck trucks rental leasing lease credit loan loans mortgage
      securities exchange payments pay banking bancorp bancshares savings cooperative mutual life assurance
      general united central south north east west southern northern eastern western pacific atlantic european world
      universal premier premium royal star sun blue green red black white golden best quality prime
      pro plus smart united one city urban land park bay lake river mountain mountains valley hill ocean sea coast
      coastal island sons brothers son daughters co works factory plant tools tool parts components
      control controls instruments instrument precision robotics dynamics analytics intelligence
      innovation innovations innovative strategy strategic professional business commercial corporate
      acquisition acquisitions realty brokers broker agents alliance association hydraulics
      processing project projects operations operating maintenance facilities facility cleaning repair
      installation heating cooling air conditioning plumbing roofing glass wood timber forest forestry paint
      stone concrete cement bricks tires tyres rubber leather shoes jewelry jewellery optics optical vision
      imaging photo photography video audio sound light interactive animation`,
    2_000: `platforms platform wire cooperative sanitation mobility scientific cultural environmental
      municipal regional state federal county province liberation army reserve custody offshore
      onshore domestic foreign inter trans multi micro nano macro mega super ultra hyper max alpha beta delta omega
      sigma gamma apex summit peak vertex nova orion phoenix titan atlas eagle lion falcon tiger bear wolf dragon
      horizon frontier pioneer vanguard heritage legacy crown castle tower bridge gate port harbor harbour
      anchor compass beacon lighthouse cornerstone keystone capitol century millennium liberty freedom
      independent integrated applied allied associated consolidated amalgamated combined unified total complete
      direct select choice value vision insight focus point edge core matrix vector pixel logic
      quantum fusion synergy catalyst pivotal dynamic active rapid swift fast speed quick instant bright clear pure fresh
      natural organic eco earth terra aqua hydro geo aero astro space sky cloud wind fire iron copper
      diamond crystal pearl ruby emerald emerging growth opportunity income short term long bond treasury
      industry manufacturer manufacturers exporters importers export import traders trade commerce
      commodities auction auctions procurement sourcing outsourcing logistic warehouse storage moving relocation
      private personal family children kids baby women men youth senior living nursing therapy wellness spa
      salon pet pets animal animals veterinary garden gardens landscape landscaping nursery flowers
      kitchen bath floor flooring doors windows roof steelworks foundry casting forging welding
      machine machines engines engine turbines turbine pumps valves pipes pipeline pipelines tubes
      bearings fasteners screws springs filters filtration sensors sensor semiconductor semiconductors
      circuits chips batteries battery motor cycles bicycle marine boats yachts ships shipyard dredging
      joint stock limited incorporated corporation personal lease trusts funds series partnership partner`,
    // The same kinds of words in the other languages of Europe and America.
    3_000: `sociedad sociedade compania industria industrias industrial servicios servicos soluciones solucoes tecnologia
      tecnologias construcciones construtora construcoes transportes comercial comercio inversiones inmobiliaria
      consultores consultoria asesores asesoria hermanos hijos irmaos filhos empreendimentos participacoes agropecuaria
      alimentos societe industrie industries conseil conseils batiment travaux transports immobilier immobiliere
      freres fils etudes ingenierie energie maison boulangerie handel handels bau hoch tief dienstleistungen
      beratung unternehmensberatung versicherung versicherungen technik werke maschinenbau anlagenbau vertrieb vertriebs
      verwaltung verwaltungs beteiligung beteiligungs beteiligungen immobilien gebruder sohne praxis haus verlag
      bouw beheer groep techniek adviesbureau advies gebroeders zonen costruzioni servizi immobiliare impianti
      trasporti fratelli figli officine edilizia bygg byg fastigheter fastighets konsult teknik entreprenad uslugi
      przedsiebiorstwo produkcyjno uslugowo handlowe budownictwo zaklad banco banque banca banken sparkasse
      volksbank enterprise gesellschaft societa firma grupo groupe gruppe`,
    1_000: `africa america asia europe middle australia austria bangladesh belgium brasil brazil bulgaria
      canada chile china colombia croatia cyprus czech denmark deutschland deutsche egypt england espana estonia
      finland france germany ghana great britain greece hongkong hungary iceland india indonesia ireland israel
      italia italy japan jordan kazakhstan kenya korea kuwait latvia lebanon lithuania luxembourg malaysia
      mexico morocco nederland netherlands nigeria norge norway pakistan peru philippines poland polska
      portugal qatar romania russia schweiz scotland serbia singapore slovakia slovenia spain suomi
      sverige sweden switzerland taiwan thailand tunisia turkey ukraine usa uk us uae vietnam wales
      emea apac latam hq arabia saudi arabian african asian australian british canadian chinese danish
      dutch french german indian iberia irish israeli italian japanese korean mexican nordic
      polish portuguese russian spanish swedish swiss texas california york london paris berlin`,
  }),
};

export interface TokenFrequencies {
  readonly version: number;
  readonly perMillion: ReadonlyMap<string, number>;
}

/** A word that stands in several bands counts as the more frequent one. */
function table(bands: Readonly<Record<number, string>>): ReadonlyMap<string, number> {
  const rarestFirst = Object.entries(bands).toSorted(([one], [other]) => Number(one) - Number(other));
  return new Map(
    rarestFirst.flatMap(([count, words]) =>
      words.split(/\s+/).map((word): [string, number] => [word, Number(count)]),
    ),
  );
}
