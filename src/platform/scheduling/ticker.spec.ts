import { Ticker } from './ticker.js';

describe('Ticker', () => {
  it('does not run a tick again before it has ended', async () => {
    const ticker = new Ticker();
    let begun = 0;
    let end = () => {};
    ticker.everySecond('slow', () => {
      begun += 1;
      return new Promise((resolve) => (end = resolve));
    });
    const first = ticker.tick();
    await ticker.tick();
    expect(begun).toBe(1);
    end();
    await first;
    const second = ticker.tick();
    expect(begun).toBe(2);
    end();
    await second;
  });

  it('lets no failing tick stop the others, or itself the next time', async () => {
    const ticker = new Ticker();
    const ran: string[] = [];
    ticker.everySecond('failing', async () => {
      ran.push('failing');
      throw new Error('on purpose');
    });
    ticker.everySecond('sound', async () => void ran.push('sound'));
    await ticker.tick();
    await ticker.tick();
    expect(ran).toEqual(['failing', 'sound', 'failing', 'sound']);
  });

  it('begins nothing after it was stopped, and stops when what runs has ended', async () => {
    const ticker = new Ticker();
    let ended = false;
    let end = () => {};
    ticker.everySecond('slow', async () => {
      await new Promise<void>((resolve) => (end = resolve));
      ended = true;
    });
    const running = ticker.tick();
    const stopped = ticker.stop().then(() => expect(ended).toBe(true));
    await ticker.tick();
    end();
    await Promise.all([running, stopped]);
  });
});
