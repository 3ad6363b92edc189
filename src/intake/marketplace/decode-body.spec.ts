import type { Warning } from '../../leads/index.js';
import { decodeBody } from './decode-body.js';

function decode(body: Buffer, contentType: string | null) {
  const warnings: Warning[] = [];
  const text = decodeBody(body, contentType, (warning) => warnings.push(warning));
  return { text, codes: warnings.map(({ code }) => code) };
}

const json = '{"FirstName":"José 😀"}';
const utf8 = Buffer.from(json);
const utf16le = Buffer.from(json, 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();
const mark = { utf8: [0xef, 0xbb, 0xbf], utf16le: [0xff, 0xfe], utf16be: [0xfe, 0xff] };

function marked(bytes: number[], body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(bytes), body]);
}

describe('decodeBody', () => {
  const rows: [string, Buffer, string | null][] = [
    ['UTF-8', utf8, null],
    ['UTF-8, declared', utf8, 'application/json; charset="UTF-8"'],
    ['UTF-8 with a mark', marked(mark.utf8, utf8), null],
    ['UTF-8 with a mark, declared as something else', marked(mark.utf8, utf8), 'text/plain;charset=latin1'],
    ['UTF-16 LE with a mark', marked(mark.utf16le, utf16le), 'application/json; charset=utf-8'],
    ['UTF-16 BE with a mark', marked(mark.utf16be, utf16be), null],
    ['UTF-16 LE without a mark', utf16le, 'application/json'],
    ['UTF-16 BE, declared as UTF-16', utf16be, 'application/json; charset=utf-16'],
  ];

  it.each(rows)('reads %s', (_, body, contentType) => {
    expect(decode(body, contentType)).toEqual({ text: json, codes: [] });
  });

  it.each(['windows-1252', 'ISO-8859-1', 'latin1'])('reads %s as browsers do', (charset) => {
    const body = Buffer.from([0x4a, 0x6f, 0x73, 0xe9, 0x92, 0x80]);
    expect(decode(body, `text/plain; Charset = ${charset}; x=y`)).toEqual({ text: 'José’€', codes: [] });
  });

  it.each(['klingon', 'utf-7', '💥'])('reads the unknown charset %s as UTF-8', (charset) => {
    expect(decode(utf8, `application/json; charset=${charset}`)).toEqual({
      text: json,
      codes: ['charset-unknown'],
    });
  });

  it('does not believe a declared UTF-16 that the bytes contradict', () => {
    expect(decode(utf8, 'application/json; charset=utf-16')).toEqual({
      text: json,
      codes: ['charset-mismatch'],
    });
  });

  it.each([
    ['in the middle', Buffer.from([0x7b, 0x4a, 0xe9, 0x7d]), '{J\uFFFD}'],
    ['at the end', Buffer.from([0x7b, 0x4a, 0xc3]), '{J\uFFFD'],
  ])('puts U+FFFD for bytes that are no UTF-8 %s', (_, body, text) => {
    expect(decode(body, null)).toEqual({ text, codes: ['text-invalid'] });
  });

  it('puts U+FFFD for a half of UTF-16', () => {
    expect(decode(Buffer.concat([utf16le, Buffer.from([0x41])]), null)).toEqual({
      text: `${json}\uFFFD`,
      codes: ['text-invalid'],
    });
  });
});
