import { idsIn } from './ids-in.js';

describe('The ids in an address', () => {
  it.each([
    ['https://contoso.lightning.force.com/lightning/r/Lead/00Q000000000001AAA/view', '00Q000000000001AAA'],
    [
      'https://contoso.crm4.dynamics.com/main.aspx?pagetype=entityrecord&etn=lead&id=6F9619FF-8B86-D011-B42D-00C04FC964FF',
      '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    ],
    ['https://app-ab12.marketo.com/leadDatabase/loadLeadDetail?leadId=318592', '318592'],
    ['https://app-ab12.marketo.com/#LD318592A1', '318592'],
  ])('%s', (url, id) => {
    expect(idsIn(url)).toContain(id);
  });

  it('are none where nothing looks like one', () => {
    expect(idsIn('https://crm.example/about')).toEqual([]);
  });
});
