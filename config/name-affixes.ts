/**
 * What stands before and after names without being part of them, folded. Source: the usual forms of address
 * and post-nominal letters of the languages of Europe, America and India. Words that are also common as given
 * names or surnames (Don, Miss, Ma) are left out.
 */
export const titles = list(`
  mr, mrs, ms, mx, mister, dr, prof, professor, doctor, sir, dame, rev, hon, capt
  herr, frau, hr, fr, dipl ing, dipl kfm, dipl, ing, mag, dhr, mevr, mevrouw, drs
  monsieur, madame, mme, mlle, mademoiselle
  sr, sra, srta, senor, senora, senhor, senhora, dra, lic, dott, dottore, sig, sigra
  pan, pani, mgr, inz, bc, mudr, judr, ph dr, phdr, shri, smt, er
`);

export const suffixes = list(`
  jr, junior, sr, senior, ii, iii, iv, 2nd, 3rd, esq, filho, neto, sobrinho
  phd, ph d, md, m d, dds, dvm, jd, mba, msc, bsc, cpa, cfa, cissp, pmp, rn, obe, mbe, cbe, llm, csc
`);

/** Words with which a surname may begin. */
export const particles = list(`
  van, von, vom, zu, zum, zur, de, der, den, ten, ter, te, het
  del, della, delle, di, da, das, dos, du, la, le, el, bin, ibn, af, av, mc, st
`);

function list(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/,\s*|\n\s*/));
}
