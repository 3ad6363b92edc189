/** Words of which mailboxes are made that belong to a function and not to a person. Source: RFC 2142 and common usage. */
export const roleWords = list(`
  abuse admin administrator administration account accounts accounting ap ar billing bookings booking business
  careers career contact contactus customer customerservice customercare desk dev digital ecommerce editor email
  enquiries enquiry events everyone facilities feedback finance ftp general group hello help helpdesk hi hostmaster
  hr info information inquiries inquiry invoice invoices it job jobs legal list mail mailbox mailer management manager
  marketing media news newsletter noreply no reply donotreply office operations ops order orders partner partners
  partnerships payroll postmaster pr press privacy procurement purchase purchasing reception recruiting recruitment
  registrar request returns root sales secretary security seo service services shop social staff store subscribe
  support sysadmin team tech technical usenet web webadmin webmaster welcome work
  anfrage anfragen bestellung bewerbung buchhaltung buero büro datenschutz einkauf empfang geschaeftsfuehrung kontakt
  kundenservice leitung mitarbeiter personal post presse redaktion rechnung rechnungen sekretariat verkauf vertrieb
  verwaltung zentrale
  accueil achat achats administratif bonjour commande commandes commercial comptabilite compta direction facturation
  factures recrutement rh secretariat ventes
  administracion atencion ayuda clientes compras comercial contabilidad contacto correo empleo facturacion gerencia
  informacion pedidos rrhh secretaria soporte ventas
  administracao atendimento comercial compras contabilidade contato contacto faturamento financeiro rh suporte vendas
  acquisti amministrazione assistenza clienti commerciale contabilita contatti direzione fatture informazioni ordini
  segreteria ufficio vendite
  administratie boekhouding directie facturen facturatie inkoop klantenservice receptie secretariaat verkoop welkom
  biuro faktury handlowy kadry ksiegowosc marketing oferta reklamacje sekretariat sklep sprzedaz zamowienia
  administrasjon bestallning ekonomi faktura forsaljning inkop kundservice kundtjanst kundeservice kontor lon
  ordre postmottak regnskab regnskap salg toimisto myynti asiakaspalvelu
  fakturace objednavky obchod podpora prodej ucetni
  bilgi destek satis
`);

/** Local parts and domain names of addresses that people make up to get past a form. Source: common usage. */
export const madeUpWords = list(`
  test testing tester test1 test123 testuser none null nil noemail nomail noaddress nobody nowhere notgiven unknown
  anonymous anon dummy fake fakeemail sample example asdf asdfg asdfasdf asd qwe qwer qwerty aaa aaaa abc abcd
  abc123 xxx xxxx xyz zzz foo bar foobar blah 123 1234 12345 123456 firstname yourname nope
`);

/** Domains that stand for having no address. Source: common usage. */
export const madeUpDomains = list(`
  none.com noemail.com nomail.com nowhere.com yourdomain.com yourcompany.com asdf.com fake.com xxx.com
`);

function list(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
