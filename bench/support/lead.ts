/** What stands for a lead's number until it gets one: its digits as letters, since no digit is part of a name. */
export const UNNUMBERED = 'aaaaaaaaaa';

/** What a person calls their position, so that a second lead can say something new. */
export const titles = { before: 'Director of Cloud Infrastructure', now: 'Vice President of Engineering' };

/** What the person with this number says of themselves; each is another person at one company. */
export function personOf(letters: string, title: string) {
  return {
    FirstName: `Rosalind${letters}`,
    LastName: `Whitfield${letters}`,
    Email: `rosalind.${letters}@northwind-traders.com`,
    Phone: '+1 425 555 0142',
    Country: 'US',
    Company: 'Northwind Traders International, Inc.',
    Title: title,
  };
}

export function lettersOf(number: number): string {
  const digits = String(number).padStart(UNNUMBERED.length, '0');
  return digits.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
}

/** Leads as the commercial marketplace sends them, about 600 bytes, each number its own person, cheap to make. */
export function leadMaker(title: string): (number: number) => Buffer {
  const text = JSON.stringify({
    UserDetails: personOf(UNNUMBERED, title),
    LeadSource: 'AzureMarketplace-INS|northwind-analytics.warehouse-insights-preview',
    ActionCode: 'INS',
    OfferTitle: 'Warehouse Insights by Northwind Analytics',
    Description:
      'The customer started the installation from the Azure portal and agreed to share their contact data.',
  });
  const blank = Buffer.from(text);
  const places = [...text.matchAll(new RegExp(UNNUMBERED, 'g'))].map(({ index }) => index);
  return (number) => {
    const body = Buffer.from(blank);
    const letters = lettersOf(number);
    for (const place of places) body.write(letters, place, 'latin1');
    return body;
  };
}
